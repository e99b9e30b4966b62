import type { Transcoder } from "./_transcoder.ts";
import { diagnose, messageLines } from "../ffmpeg/_diagnose.ts";
import { lastProgressTime, runFfmpeg } from "../ffmpeg/_run_ffmpeg.ts";

/** A filter that shows the first frame from the file's start, even if sound starts earlier. */
export const FROM_ZERO = "setpts='if(eq(N,0),0,PTS)'";

/** What a video held when it was decoded from start to end. */
export interface DecodedLength {
  /** Number of frames, at the video's own rate. */
  readonly frameCount: number;
  /** From the file's start to the last frame's end. */
  readonly durationSec: number;
  /** What ffmpeg complained about; empty for an intact video. */
  readonly complaints: readonly string[];
}

/**
 * Decodes a video's first video stream and counts its frames.
 *
 * @throws {DecodeError} If it gives no frame.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
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
  const frameCount = lastFrameCount(outcome.stdout);
  if (frameCount === 0) throw await diagnose(path, outcome);
  const complaints = messageLines(outcome.stderrTail, path);
  if (complaints.length === 0 && outcome.exitCode !== 0) {
    complaints.push(`it decodes with exit status ${outcome.exitCode}`);
  }
  return { frameCount, durationSec: lastProgressTime(outcome.stdout), complaints };
}

function lastFrameCount(progress: string): number {
  const counts = [...progress.matchAll(/^frame= *(\d+)/gm)];
  return Number(counts.at(-1)?.[1] ?? 0);
}
