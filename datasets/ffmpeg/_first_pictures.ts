import { diagnose } from "./_diagnose.ts";
import type { FfmpegWork } from "./_ffmpeg_run.ts";
import { runFfmpeg } from "./_run_ffmpeg.ts";

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
    ...["-hide_banner", "-threads", "1", "-copyts", "-an", "-sn", "-dn"],
    ...["-i", `file:${path}`, "-map", "0:V:0", "-vf", "showinfo", "-frames:v", String(count)],
    ...["-f", "null", "-"],
  ];
  const outcome = await runFfmpeg({ ...work, ffmpegPath, args, video: path });
  const lines = outcome.stderr.matchAll(/showinfo.* n: *\d+ pts: *(\S+)/g);
  const ticks = Array.from(lines, ([, text]) => Number(text));
  if (ticks.length === 0) throw await diagnose(path, outcome);
  return ticks.slice(0, count).map((tick) => Number.isInteger(tick) ? tick : null);
}
