import type { VideoProbe } from "../ffmpeg/video_probe.ts";
import { TIMELINE_ARGUMENTS, timelineFilter } from "../frames/_timeline.ts";
import { TICKS_PER_SECOND, type Transcoder } from "./_transcoder.ts";
import { diagnose, messageLines } from "../ffmpeg/_diagnose.ts";
import { parsePackets } from "../ffmpeg/_parse_packets.ts";
import { runFfmpegForText } from "../ffmpeg/_run_ffmpeg.ts";

/** What a video held when it was decoded from start to end. */
export interface DecodedLength {
  /** Number of frames, at the video's own rate. */
  readonly frameCount: number;
  /** When the last frame begins, in seconds after the first one. */
  readonly lastFrameSec: number;
  /** What ffmpeg complained about; empty for an intact video. */
  readonly complaints: readonly string[];
}

/** Options of {@linkcode decodedLength}. */
export interface DecodedLengthOptions {
  readonly transcoder: Transcoder;
  /** What `probeVideo` returned. */
  readonly probe: VideoProbe;
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
  { transcoder: { ffmpegPath, keepTimes }, probe, signal }: DecodedLengthOptions,
): Promise<DecodedLength> {
  const outcome = await runFfmpegForText(ffmpegPath, [
    ...["-v", "error", "-threads", "1", ...TIMELINE_ARGUMENTS],
    ...["-an", "-sn", "-dn", "-i", `file:${path}`, "-map", "0:V:0", "-filter_threads", "1"],
    ...["-vf", `${timelineFilter(probe.clock)},scale=w=2:h=2:flags=neighbor`, ...keepTimes],
    ...["-enc_time_base", `1/${TICKS_PER_SECOND}`, "-f", "framecrc", "pipe:1"],
  ], signal);
  const { tickSec, packets } = parsePackets(outcome.text);
  const last = packets.at(-1);
  if (last === undefined) throw await diagnose(path, outcome);
  const complaints = messageLines(outcome.stderr, path);
  if (complaints.length === 0 && outcome.exitCode !== 0) {
    complaints.push(`it decodes with exit status ${outcome.exitCode}`);
  }
  return { frameCount: packets.length, lastFrameSec: (last.pts ?? 0) * tickSec, complaints };
}
