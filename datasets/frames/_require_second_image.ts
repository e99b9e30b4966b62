import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { FfmpegOutcome } from "../ffmpeg/_diagnose.ts";

/**
 * Requires that a video of which pairs were decoded, from its start, has a second image. In a damaged
 * one it may be what is lost.
 *
 * @throws {DecodeError} If it has one image only, and nothing is wrong with it.
 */
export function requireSecondImage(
  path: string,
  { lastImage, ...outcome }: FfmpegOutcome,
  complaints: readonly string[],
): void {
  if (lastImage !== undefined || complaints.length > 0) return;
  const reason = "it must have at least two images to show a change: it has one";
  throw new DecodeError(reason, { path, ...outcome });
}
