import { diagnose } from "./_diagnose.ts";
import type { FfmpegWork } from "./_ffmpeg_run.ts";
import { fileInput } from "./_file_input.ts";
import { runFfmpeg } from "./_run_ffmpeg.ts";

/** What the filter `showinfo` writes about the first picture. */
const FIRST_SHOWN = /^\[Parsed_showinfo_0 @ \w+\] n: *0 pts: *(\S+)/gm;

/**
 * Decodes a video's first picture and returns its time stamp in ticks; null if it has none.
 *
 * @throws {DecodeError} If no picture can be decoded.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function readFirstTick(
  path: string,
  ffmpegPath: string,
  work: FfmpegWork = {},
): Promise<number | null> {
  const args = [
    ...["-threads", "1", "-copyts", "-an", "-sn", "-dn"],
    ...fileInput(path),
    ...["-map", "0:V:0", "-vf", "showinfo", "-frames:v", "1"],
    ...["-f", "null", "-"],
  ];
  const outcome = await runFfmpeg({ ...work, ffmpegPath, args, video: path });
  // The last one, as tags of the file that look like it come before.
  const shown = [...outcome.stderr.matchAll(FIRST_SHOWN)].at(-1)?.[1];
  if (shown === undefined) throw await diagnose(path, outcome);
  const tick = Number(shown);
  return Number.isInteger(tick) ? tick : null;
}
