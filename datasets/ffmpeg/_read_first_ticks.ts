import { diagnose } from "./_diagnose.ts";
import type { FfmpegWork } from "./_ffmpeg_run.ts";
import { fileInput } from "./_file_input.ts";
import { runFfmpeg } from "./_run_ffmpeg.ts";

/** What the filter `showinfo` writes about a picture: its number and its time stamp. */
const SHOWN = /^\[Parsed_showinfo_0 @ \w+\] n: *(\d+) pts: *(\S+)/gm;

/** Options of {@linkcode readFirstTicks}. */
export interface FirstTicksOptions extends FfmpegWork {
  readonly ffmpegPath: string;
  /** How many pictures are decoded. */
  readonly count: number;
}

/**
 * Decodes a video's first pictures and returns their time stamps in ticks, in the order in which
 * they are shown; null for one that has none. Fewer than `count` if the video has fewer.
 *
 * @throws {DecodeError} If no picture can be decoded.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function readFirstTicks(
  path: string,
  { ffmpegPath, count, ...work }: FirstTicksOptions,
): Promise<(number | null)[]> {
  const args = [
    ...["-threads", "1", "-copyts", "-an", "-sn", "-dn"],
    ...fileInput(path),
    ...["-map", "0:V:0", "-vf", "showinfo", "-frames:v", String(count)],
    ...["-f", "null", "-"],
  ];
  const outcome = await runFfmpeg({ ...work, ffmpegPath, args, video: path });
  const lines = Array.from(
    outcome.stderr.matchAll(SHOWN),
    ([, number, tick]) => ({ number, tick }),
  );
  // From the last beginning on, as tags of the file that look like it come before.
  const start = lines.findLastIndex(({ number }) => number === "0");
  if (start < 0) throw await diagnose(path, outcome);
  const ticks = lines.slice(start, start + count).map(({ tick }) => Number(tick));
  return ticks.map((tick) => Number.isInteger(tick) ? tick : null);
}
