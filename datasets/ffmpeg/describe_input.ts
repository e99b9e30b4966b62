import { diagnose } from "./_diagnose.ts";
import { fileInput } from "./_file_input.ts";
import { runFfmpegForText } from "./_run_ffmpeg.ts";
import { withoutName } from "./_without_name.ts";

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

/** What the filter `showinfo` writes about the first image. */
const FIRST_SHOWN =
  /^\[Parsed_showinfo_0 @ \w+\] \[info\] n: *0 .* pts_time: *(-?[\d.]+) .* s:(\d+)x(\d+) /gm;

/** How a sound track is described. */
const SOUND = /^\[info\] +Stream #0:\d+(?:\[\w+\])?(?:\(\w+\))?: Audio: (\w+)/gm;

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
  { silenceSec }: { readonly silenceSec?: number | undefined } = {},
): Promise<CaptionedInput> {
  const args = [
    ...["-hide_banner", "-v", "level+info", "-threads", "1", ...fileInput(path)],
    ...["-map", "0:V:0", "-vf", "showinfo", "-frames:v", "1", "-f", "null", "-"],
  ];
  const work = { ffmpegPath, args, video: path, silenceSec, signal };
  const outcome = await runFfmpegForText(work);
  const stderr = withoutName(outcome.stderr, path);
  // The last one, as tags of the file that look like it come before.
  const [, startSec, width, height] = [...stderr.matchAll(FIRST_SHOWN)].at(-1) ?? [];
  if (startSec === undefined || width === undefined) throw await diagnose(path, outcome);
  const [input = ""] = stderr.split(/^\[info\] Output #0/m, 1);
  const sound = [...input.matchAll(SOUND)].map(([, name = ""]) => name);
  return { width: Number(width), height: Number(height), startSec: Number(startSec), sound };
}
