import { type FfmpegOutcome, messageLines, reasonOf } from "../ffmpeg/_diagnose.ts";
import { FfmpegRun } from "../ffmpeg/_ffmpeg_run.ts";
import { requireBounds } from "../ffmpeg/_require_bounds.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { examineStream } from "./_examine_stream.ts";
import { requireSecondImage } from "./_require_second_image.ts";
import { streamArguments } from "./_stream_arguments.ts";
import { streamFilters } from "./_stream_filters.ts";
import { checkFrameSize } from "./frame_dimensions.ts";
import { checkFrameRate, type FrameSource, type FrameSourceOptions } from "./open_frames.ts";
import type { VideoStream } from "./video_stream.ts";

/** Longest header of an image in bytes. */
const MAX_HEADER_BYTES = 32;

/** Exit status of a program that crashed. */
const SEGMENTATION_FAULT = 139;

/** Static builds of ffmpeg 4.1 do that. */
const LOOKUP_CRASH = "this ffmpeg crashed, as old static builds do when they look up a host: set " +
  "FFMPEG_PATH to a newer one, or write the host's number";

/**
 * Starts decoding a stream, as a pull source like {@linkcode openFrames}, and waits for its first
 * frame. Nothing is known of a stream before it comes, neither its length nor its key frames: it
 * ends with its last image, and is turned upright as ffmpeg does it by itself.
 *
 * @example An address that ffmpeg must not read
 * ```ts
 * import assert from "node:assert/strict";
 * import { locateFfmpeg, openStream } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const stream = { kind: "address", address: "file:///etc/passwd" } as const;
 * const grid = { framesPerSecond: 10, size: { shortSide: 8 }, ffmpegPath };
 * await assert.rejects(openStream(stream, grid), RangeError);
 * ```
 *
 * @throws {DecodeError} If no frame can be decoded; from `read()` if images change their size, or
 * ffmpeg is silent or crashes. (While `bytes` give nothing, that is not ffmpeg's silence.)
 * @throws {Error} If ffmpeg cannot be started, or a signal ends it.
 * @throws {unknown} If `bytes` fail: their error, as what came before is not the whole video.
 * @throws {RangeError} If an option is out of range, or an address has another protocol.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function openStream(
  stream: VideoStream,
  options: Omit<FrameSourceOptions, "probe">,
  signal?: AbortSignal,
): Promise<FrameSource> {
  const { ffmpegPath, framesPerSecond, size, nextFrames = false, silenceSec } = options;
  checkFrameRate(framesPerSecond);
  checkFrameSize(size);
  const { openInput, maxStepSec } = await examineStream(stream, signal);
  const args = decodeArguments(stream, { ...options, maxStepSec });
  const run = new FfmpegRun({
    ffmpegPath,
    args,
    video: nameOf(stream),
    openInput,
    isLive: true,
    silenceSec,
    signal,
  });
  try {
    return new StreamFrames(stream, {
      run,
      nextFrames,
      first: await readFirst(stream, run, options),
    });
  } catch (error) {
    await run.close();
    throw explainCrash(error, stream);
  }
}

function decodeArguments(
  stream: VideoStream,
  options: Omit<FrameSourceOptions, "probe"> & { readonly maxStepSec: number },
): string[] {
  const { framesPerSecond } = options;
  return [
    ...["-v", "error", "-threads", "1", "-reinit_filter", "0"],
    ...["-an", "-sn", "-dn", ...streamArguments(stream)],
    ...["-map", "0:V:0", "-filter_threads", "1", "-vf", streamFilters(options)],
    ...["-r", String(framesPerSecond)],
    // Each image has a header with its size, which is not known before.
    ...["-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "pipe:1"],
  ];
}

/** The first image with its header. */
interface FirstImage {
  readonly header: Uint8Array;
  readonly width: number;
  /** Height of a frame: half of the image's where another frame is below it. */
  readonly height: number;
  readonly pixels: Uint8Array;
}

async function readFirst(
  stream: VideoStream,
  run: FfmpegRun,
  { size: wanted, nextFrames = false }: Pick<FrameSourceOptions, "size" | "nextFrames">,
): Promise<FirstImage> {
  const header = await readHeader(run);
  if (header.length === 0) throw streamError(stream, run.outcome);
  const [, width, height] = /^P6\n(\d+) (\d+)\n255\n$/.exec(new TextDecoder().decode(header)) ?? [];
  if (width === undefined) throw run.error("gave something other than images");
  const size = { width: Number(width), height: Number(height) / (nextFrames ? 2 : 1) };
  if ("shortSide" in wanted) {
    requireBounds(nameOf(stream), { displayWidth: size.width, displayHeight: size.height });
  }
  const length = Number(width) * Number(height) * 3;
  const pixels = await run.fill(length);
  // Half an image is none.
  if (pixels.byteLength < length) throw streamError(stream, run.outcome);
  return { header, ...size, pixels };
}

/** Reads up to the third line feed; less if the stream ends before. */
async function readHeader(run: FfmpegRun): Promise<Uint8Array> {
  const header: number[] = [];
  let lines = 0;
  while (lines < 3 && header.length < MAX_HEADER_BYTES) {
    const [byte] = await run.fill(1);
    if (byte === undefined) break;
    header.push(byte);
    if (byte === 0x0a) lines++;
  }
  return Uint8Array.from(header);
}

/** Returns the error of a stream that gave no frame. */
function streamError(stream: VideoStream, outcome: FfmpegOutcome): DecodeError {
  return new DecodeError(reasonOf(outcome, inputOf(stream)), { path: nameOf(stream), ...outcome });
}

/** Says why ffmpeg crashed before the first frame, where that is known. */
function explainCrash(error: unknown, stream: VideoStream): unknown {
  const isCrash = error instanceof DecodeError && error.exitCode === SEGMENTATION_FAULT;
  if (stream.kind !== "address" || !isCrash) return error;
  const { path, exitCode, stderr } = error;
  return new DecodeError(LOOKUP_CRASH, { path, exitCode, stderr, cause: error });
}

/** What ffmpeg calls a stream in its messages. */
function inputOf(stream: VideoStream): string {
  return stream.kind === "bytes" ? "pipe:0" : nameOf(stream);
}

function nameOf(stream: VideoStream): string {
  switch (stream.kind) {
    case "bytes":
      return stream.name;
    case "camera":
      return stream.device;
    case "address":
      return stream.address;
  }
}

interface StreamFramesOptions {
  readonly run: FfmpegRun;
  readonly first: FirstImage;
  /** Whether each frame comes with the one that follows it. */
  readonly nextFrames: boolean;
}

/** The frames of an open stream. Owns its process. */
class StreamFrames implements FrameSource {
  readonly width: number;
  readonly height: number;
  readonly #stream: VideoStream;
  readonly #hasNextFrames: boolean;
  readonly #run: FfmpegRun;
  readonly #header: Uint8Array;
  #first: Uint8Array | null;
  /** Bytes of an image with its header. */
  readonly #imageBytes: number;
  #complaints: readonly string[] = [];
  #finished = false;

  constructor(stream: VideoStream, { run, first, nextFrames }: StreamFramesOptions) {
    this.width = first.width;
    this.height = first.height;
    this.#stream = stream;
    this.#hasNextFrames = nextFrames;
    this.#run = run;
    this.#header = first.header;
    this.#first = first.pixels;
    this.#imageBytes = first.header.length + first.pixels.length;
  }

  get warnings(): readonly string[] {
    const [last] = this.#complaints.slice(-1);
    return last === undefined ? [] : [`'${nameOf(this.#stream)}' decodes with errors: ${last}`];
  }

  async read(): Promise<Uint8Array | null> {
    const first = this.#first;
    this.#first = null;
    if (first !== null) return first;
    if (this.#finished) return null;
    const image = await this.#run.fill(this.#imageBytes);
    if (image.byteLength > 0) this.#requireHeader(image);
    if (image.byteLength === this.#imageBytes) return image.subarray(this.#header.length);
    // Half an image at the end means that ffmpeg gave up while writing it: it is dropped.
    if (this.#finished) return null;
    this.#finished = true;
    await this.#run.close();
    const { outcome } = this.#run;
    this.#complaints = messageLines(outcome.stderr, inputOf(this.#stream));
    if (this.#hasNextFrames) requireSecondImage(nameOf(this.#stream), outcome, this.#complaints);
    return null;
  }

  async close(): Promise<void> {
    this.#finished = true;
    this.#first = null;
    await this.#run.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #requireHeader(image: Uint8Array): void {
    const header = image.subarray(0, this.#header.length);
    if (header.every((byte, index) => byte === this.#header[index])) return;
    throw new DecodeError("its images change their size", {
      path: nameOf(this.#stream),
      exitCode: null,
      stderr: "",
    });
  }
}
