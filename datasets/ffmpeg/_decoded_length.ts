import { diagnose, messageLines } from "./_diagnose.ts";
import type { FfmpegWork } from "./_ffmpeg_run.ts";
import { fileInput } from "./_file_input.ts";
import { readPackets } from "./_read_packets.ts";
import { heartbeatFilter } from "./_heartbeat.ts";
import { TIMELINE_ARGUMENTS, timelineFilter } from "./_timeline.ts";
import type { VideoClock } from "./video_probe.ts";

/**
 * The unit in which times are written: a frame lasts a whole number of ticks at 24, 25, 30 … frames
 * per second, and at 1000/1001 of these rates.
 */
export const TICKS_PER_SECOND = 240_000;

/** What a video held when it was decoded from start to end. */
export interface DecodedLength {
  /** Number of frames, at the video's own rate. */
  readonly frameCount: number;
  /** When the last frame begins, in seconds after the first one. */
  readonly lastFrameSec: number;
  /** How long after the one before the last frame begins, in seconds; 0 for a single one. */
  readonly lastStepSec: number;
  /** When each frame begins, in seconds after the first one. */
  readonly timesSec: readonly number[];
  /** What ffmpeg complained about; empty for an intact video. */
  readonly complaints: readonly string[];
}

/** Options of {@linkcode decodedLength}. */
export interface DecodedLengthOptions extends FfmpegWork {
  readonly ffmpegPath: string;
  /** How the video's time stamps are read. */
  readonly clock: Pick<VideoClock, "maxStepSec">;
  /**
   * ffmpeg's arguments that keep frames which are shown at one time.
   * @default []
   */
  readonly keepTimes?: readonly string[];
}

/**
 * Decodes a video's first video stream and counts its frames.
 *
 * @throws {DecodeError} If it gives no frame.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function decodedLength(
  path: string,
  { ffmpegPath, clock, keepTimes = [], ...work }: DecodedLengthOptions,
): Promise<DecodedLength> {
  const filters = [heartbeatFilter(), timelineFilter(clock), "scale=w=2:h=2:flags=neighbor"];
  const args = [
    ...["-v", "error", "-threads", "1", ...TIMELINE_ARGUMENTS],
    ...["-an", "-sn", "-dn", ...fileInput(path), "-map", "0:V:0", "-filter_threads", "1"],
    ...["-vf", filters.join(","), ...keepTimes],
    ...["-enc_time_base", `1/${TICKS_PER_SECOND}`, "-f", "framecrc", "pipe:1"],
  ];
  const { parser, ...outcome } = await readPackets(path, { ...work, ffmpegPath, args });
  const { tickSec, packets } = parser.list;
  const last = packets.at(-1);
  if (last === undefined) {
    const stderr = messageLines(outcome.stderr, path).join("\n");
    throw await diagnose(path, { ...outcome, stderr });
  }
  const complaints = messageLines(outcome.stderr, path);
  if (complaints.length === 0 && outcome.exitCode !== 0) {
    complaints.push(`it decodes with exit status ${outcome.exitCode}`);
  }
  const lastFrameSec = (last.pts ?? 0) * tickSec;
  const lastStepSec = lastFrameSec - (packets.at(-2)?.pts ?? last.pts ?? 0) * tickSec;
  const timesSec = packets.map(({ pts }) => (pts ?? 0) * tickSec);
  return { frameCount: packets.length, lastFrameSec, lastStepSec, timesSec, complaints };
}
