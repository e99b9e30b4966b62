import { type DecodedLength, decodedLength, TICKS_PER_SECOND } from "../ffmpeg/_decoded_length.ts";
import { FfmpegRun } from "../ffmpeg/_ffmpeg_run.ts";
import { fileInput } from "../ffmpeg/_file_input.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import { heartbeatFilter } from "../ffmpeg/_heartbeat.ts";
import { TIMELINE_ARGUMENTS, timelineFilter } from "../ffmpeg/_timeline.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";
import { fileFingerprint } from "../file_fingerprint.ts";
import { writeFlowLabel } from "../frames/_flow_label.ts";
import type { Dimensions } from "../frames/frame_dimensions.ts";
import { scaleFilter } from "../frames/_grid_filters.ts";
import { writeDurably } from "../../runtime/files/write_durably.ts";
import { encodeVideo } from "./_encode_video.ts";
import type { FlowSource } from "./flow_source.ts";
import { setLastDuration } from "./_set_last_duration.ts";
import { TIMED_FRAME_FILTERS, type TimedFrame, timedFrames } from "./_timed_frames.ts";
import { TranscodeError } from "./_transcode_error.ts";
import type { Transcoder } from "./_transcoder.ts";
import { transcodingProblem } from "./_transcoding_problem.ts";

/**
 * Lossless in red, green and blue: 8.9 kB for a frame of 340 × 256 (FFV1: 10.2 to 14.8 kB, which
 * decodes no faster), and each ffmpeg that prepares videos can write it.
 */
const ENCODER_ARGUMENTS = [
  ...["-c:v", "libx264rgb", "-preset", "veryfast", "-qp", "0", "-bf", "0"],
  ...["-force_key_frames", "expr:gte(t,n_forced*0.5)", "-threads", "1", "-color_range", "pc"],
];

/** Options of {@linkcode writeFlow}. */
export interface WriteFlowOptions {
  readonly source: FlowSource;
  readonly transcoder: Transcoder;
  /** How long ffmpeg may be silent, in seconds. */
  readonly silenceSec?: number | undefined;
  /** Ends the work. */
  readonly signal?: AbortSignal | undefined;
}

/** A prepared video and what is known about it. */
interface MeasuredVideo extends Dimensions, WriteFlowOptions {
  readonly path: string;
  readonly probe: VideoProbe;
  readonly length: DecodedLength;
}

/** A video whose frames are read, perhaps several times. */
interface ReadVideo extends MeasuredVideo {
  /** Owns the processes that decode it. */
  readonly decoders: AsyncDisposableStack;
}

/**
 * Computes the optical flow of a prepared video and writes it as a video of the same size with as
 * many frames at the same times: each shows the flow from a frame to the next one of the file, the
 * last one from the last frame to itself.
 *
 * The result gets its name only after it was decoded again and found to be so, and it says which
 * video it belongs to, and its checksum.
 *
 * @returns Whether there is flow: not in a video of one frame, of which nothing is written.
 * @throws {TranscodeError} If the result is not right.
 * @throws {Error} If the disk is full, with the code ENOSPC.
 * @throws {unknown} If computing fails: its error. If the signal is aborted: its reason.
 */
export async function writeFlow(
  path: string,
  target: string,
  options: WriteFlowOptions,
): Promise<boolean> {
  const { source: { algorithm }, transcoder, silenceSec, signal } = options;
  const probe = await probeVideo(path, transcoder.ffmpegPath, signal, { silenceSec });
  const { clock, codedWidth: width, codedHeight: height } = probe;
  const length = await decodedLength(path, { ...transcoder, clock, silenceSec, signal });
  if (length.frameCount < 2) return false;
  const dimensions = { width, height };
  await writeDurably(target, async (temporaryPath) => {
    await encode({ ...options, ...dimensions, path, probe, length }, temporaryPath);
    await setLastDuration(temporaryPath, probe.durationSec - length.lastFrameSec);
    const expected = { source: { ...length, durationSec: probe.durationSec }, dimensions };
    const work = { transcoder, silenceSec, signal };
    const problem = await transcodingProblem(temporaryPath, { ...expected, ...work });
    if (problem !== null) throw new TranscodeError(path, `its flow is wrong: ${problem}`);
    const video = await fileFingerprint(path) ?? "";
    await writeFlowLabel(temporaryPath, { algorithm, video, ...dimensions });
  });
  return true;
}

async function encode(video: MeasuredVideo, target: string): Promise<void> {
  const { path, transcoder, silenceSec, signal } = video;
  await using decoders = new AsyncDisposableStack();
  await encodeVideo(path, target, {
    input: ["-copyts", "-f", "matroska", "-i", "pipe:0"],
    openInput: () => ReadableStream.from(timedFrames(flowFrames({ ...video, decoders }), video)),
    filters: TIMED_FRAME_FILTERS,
    encoder: ENCODER_ARGUMENTS,
    transcoder,
    silenceSec,
    signal,
  });
}

/** Yields the images that show the flow, each at the time of its frame. */
async function* flowFrames(video: ReadVideo): AsyncGenerator<TimedFrame> {
  const { width, height, source, length: { timesSec } } = video;
  const frameBytes = width * height * 3;
  const count = source.pairs;
  let index = 0;
  for await (const frames of frameGroups(video, count + 1)) {
    const isLast = index + count >= timesSec.length;
    const images = await source.compute({
      frames: frames.subarray(0, count * frameBytes),
      next: frames.subarray(frameBytes),
      count,
      width,
      height,
    });
    const used = isLast ? timesSec.length - index : count;
    for (let image = 0; image < used; image++) {
      const pixels = images.subarray(image * frameBytes, (image + 1) * frameBytes);
      yield { pixels, tick: Math.round(timesSec[index]! * TICKS_PER_SECOND) };
      index++;
    }
  }
}

/**
 * Yields the frames of a video in groups of a number, each of which begins with the last frame of
 * the one before. In the last group the last frame repeats until it is full, at least once.
 *
 * @throws {TranscodeError} If there are not as many frames as were counted.
 */
async function* frameGroups(
  video: ReadVideo,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { path, width, height, length: { frameCount }, decoders } = video;
  const frameBytes = width * height * 3;
  const run = decoders.use(openFrames(video));
  let group = new Uint8Array(size * frameBytes);
  let filled = 0;
  for (let read = 0; read < frameCount; read++) {
    const frame = await run.fill(frameBytes);
    if (frame.byteLength < frameBytes) {
      throw new TranscodeError(path, `it gave ${read} of ${frameCount} frames for its flow`);
    }
    group.set(frame, filled * frameBytes);
    filled++;
    if (filled < size) continue;
    yield group;
    const last = group.subarray(-frameBytes);
    group = new Uint8Array(size * frameBytes);
    group.set(last);
    filled = 1;
  }
  const last = group.slice((filled - 1) * frameBytes, filled * frameBytes);
  for (let position = filled; position < size; position++) group.set(last, position * frameBytes);
  yield group;
}

/** Decodes the frames of a prepared video, as the windows of its own size show them. */
function openFrames(video: MeasuredVideo): FfmpegRun {
  const { path, width, height, probe: { clock }, transcoder, silenceSec, signal } = video;
  const filters = [
    heartbeatFilter(),
    timelineFilter(clock),
    scaleFilter({ width, height }, "bicubic"),
  ];
  const args = [
    ...["-v", "error", "-threads", "1", ...TIMELINE_ARGUMENTS],
    ...["-an", "-sn", "-dn", ...fileInput(path), "-map", "0:V:0", "-filter_threads", "1"],
    ...["-vf", filters.join(","), ...transcoder.keepTimes],
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
  ];
  const { ffmpegPath } = transcoder;
  return new FfmpegRun({ ffmpegPath, args, video: path, silenceSec, signal });
}
