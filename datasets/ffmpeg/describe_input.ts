import { diagnose } from "./_diagnose.ts";
import { runFfmpegForText } from "./_run_ffmpeg.ts";

/** The shown size of a video, and when its first image comes in its file. */
export interface CaptionedInput {
  /** Width in pixels as filters see it, turned upright. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Time of the first image in seconds from the file's start. */
  readonly startSec: number;
  /** ffmpeg's names of the codecs of its sound tracks. */
  readonly sound: readonly string[];
}

/**
 * Finds out what captions must know of a video.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { describeInput, encodeVideo, locateFfmpeg } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/black.mp4`;
 * const frames = new Uint8Array(5 * 32 * 16 * 3);
 * await encodeVideo({ frames, width: 32, height: 16, framesPerSecond: 10, path, ffmpegPath });
 * const { width, startSec, sound } = await describeInput(path, ffmpegPath);
 * assert.deepEqual([width, startSec, sound], [32, 0, []]);
 * ```
 *
 * @throws {DecodeError} If no image can be decoded.
 */
export async function describeInput(
  path: string,
  ffmpegPath: string,
  signal?: AbortSignal,
): Promise<CaptionedInput> {
  const args = [
    ...["-hide_banner", "-threads", "1", "-i", `file:${path}`],
    ...["-map", "0:V:0", "-vf", "showinfo", "-frames:v", "1", "-f", "null", "-"],
  ];
  const outcome = await runFfmpegForText({ ffmpegPath, args, video: path, signal });
  const { stderr } = outcome;
  const [, startSec] = /showinfo.* pts_time:\s*(-?[\d.]+)/.exec(stderr) ?? [];
  const [, width, height] = /showinfo.* s:(\d+)x(\d+)/.exec(stderr) ?? [];
  if (startSec === undefined || width === undefined) throw await diagnose(path, outcome);
  const [input = ""] = stderr.split(/^Output #0/m, 1);
  const sound = [...input.matchAll(/^\s*Stream #0:.*: Audio: (\w+)/gm)].map(([, name = ""]) =>
    name
  );
  return { width: Number(width), height: Number(height), startSec: Number(startSec), sound };
}
