import { diagnose, messageLines } from "../ffmpeg/_diagnose.ts";
import { runFfmpeg } from "../ffmpeg/_run_ffmpeg.ts";
import type { Transcoder } from "./_transcoder.ts";

/** A filter by which the first picture lasts from the file's start, where sound may begin earlier. */
export const FROM_ZERO = "setpts='if(eq(N,0),0,PTS)'";

/** What a video turned out to hold when it was decoded from start to end. */
export interface DecodedLength {
  /** Pictures, at the video's own rate. */
  readonly pictures: number;
  /** From the file's start to the last picture's end. */
  readonly durationSec: number;
  /** What ffmpeg complained about; empty for a sound video. */
  readonly complaints: readonly string[];
}

/**
 * Decodes a video's first video stream and counts.
 *
 * @throws {DecodeError} if it gives no picture. The signal's reason after an abort, when ffmpeg is gone.
 */
export async function decodedLength(
  path: string,
  { ffmpegPath, keepTimes }: Transcoder,
  signal?: AbortSignal,
): Promise<DecodedLength> {
  const outcome = await runFfmpeg(ffmpegPath, [
    ...["-nostdin", "-v", "error", "-threads", "1", "-an", "-sn", "-dn", "-i", `file:${path}`],
    ...["-map", "0:V:0", "-filter_threads", "1", "-vf", FROM_ZERO, ...keepTimes],
    ...["-f", "null", "-progress", "pipe:1", "-"],
  ], signal);
  const pictures = Number([...outcome.stdout.matchAll(/^frame= *(\d+)/gm)].at(-1)?.[1] ?? 0);
  if (pictures === 0) throw await diagnose(path, outcome);
  const complaints = messageLines(outcome.stderrTail, path);
  if (complaints.length === 0 && outcome.exitCode !== 0) {
    complaints.push(`it decodes with exit status ${outcome.exitCode}`);
  }
  return { pictures, durationSec: lastTime(outcome.stdout), complaints };
}

function lastTime(progress: string): number {
  const [, hours, minutes, seconds] =
    [...progress.matchAll(/^out_time=(\d+):(\d\d):(\d\d\.\d+)/gm)].at(-1) ?? [];
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}
