import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { FfmpegOutcome } from "../ffmpeg/_diagnose.ts";

/** Returns the error of a video of one image, of which changes are asked for. */
export function stillError(path: string, outcome: FfmpegOutcome): DecodeError {
  return new DecodeError("it must have at least two images to show a change: it has one", {
    path,
    ...outcome,
  });
}
