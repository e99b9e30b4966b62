import type { VideoClock } from "../ffmpeg/video_probe.ts";
import { TIMELINE_ARGUMENTS, timelineFilter } from "../frames/_timeline.ts";
import type { Transcoder } from "./_transcoder.ts";
import { diagnose, messageLines } from "../ffmpeg/_diagnose.ts";
import { lastProgressTime, runFfmpegForText } from "../ffmpeg/_run_ffmpeg.ts";

/** What a video held when it was decoded from start to end. */
export interface DecodedLength {
  /** Number of frames, at the video's own rate. */
  readonly frameCount: number;
  /** From the first frame to the last one's end. */
  readonly durationSec: number;
  /** What ffmpeg complained about; empty for an intact video. */
  readonly complaints: readonly string[];
}

/** Options of {@linkcode decodedLength}. */
export interface DecodedLengthOptions {
  readonly transcoder: Transcoder;
  /** The video's clock. */
  readonly clock: VideoClock;
  /** Stops ffmpeg. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decodes a video's first video stream and counts its frames.
 *
 * @throws {DecodeError} If it gives no frame.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function decodedLength(
  path: string,
  { transcoder: { ffmpegPath, keepTimes }, clock, signal }: DecodedLengthOptions,
): Promise<DecodedLength> {
  const outcome = await runFfmpegForText(ffmpegPath, [
    ...["-nostdin", "-v", "error", "-threads", "1", ...TIMELINE_ARGUMENTS],
    ...["-an", "-sn", "-dn", "-i", `file:${path}`],
    ...["-map", "0:V:0", "-filter_threads", "1", "-vf", timelineFilter(clock), ...keepTimes],
    ...["-f", "null", "-progress", "pipe:1", "-"],
  ], signal);
  const frameCount = lastFrameCount(outcome.text);
  if (frameCount === 0) throw await diagnose(path, outcome);
  const complaints = messageLines(outcome.stderr, path);
  if (complaints.length === 0 && outcome.exitCode !== 0) {
    complaints.push(`it decodes with exit status ${outcome.exitCode}`);
  }
  return { frameCount, durationSec: lastProgressTime(outcome.text), complaints };
}

function lastFrameCount(progress: string): number {
  const counts = [...progress.matchAll(/^frame= *(\d+)/gm)];
  return Number(counts.at(-1)?.[1] ?? 0);
}
