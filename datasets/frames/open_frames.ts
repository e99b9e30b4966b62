import { type Dimensions, frameDimensions, type FrameSize } from "./frame_dimensions.ts";
import { diagnose, type FfmpegOutcome, messageLines } from "../ffmpeg/_diagnose.ts";
import { FfmpegProcess } from "../ffmpeg/_ffmpeg_process.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import { pluralize } from "../_words.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/**
 * How far before the start ffmpeg seeks. It picks the key frame by decoding order: with B-frames
 * the key frame may be shown up to a few frames after the requested time. There is no seeking into
 * the first second at all, as it finds wrong frames in AVI files.
 */
const SEEK_MARGIN_SEC = 1;

/** Resolution of the clock by which images are put on the grid. */
const TICKS_PER_FRAME = 10_000;

/** Options of {@linkcode openFrames}: what to decode, on which grid, and by which program. */
export interface FrameSourceOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Frames per second of the time grid; the video's own rate does not matter. */
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly size: FrameSize;
  /**
   * First frame wanted, counted on the grid: grid frame k is the image shown at k /
   * framesPerSecond.
   * @default 0
   */
  readonly startFrame?: number | undefined;
  /**
   * The maximum number of frames.
   * @default Infinity
   */
  readonly frameCount?: number | undefined;
  /**
   * What {@linkcode probeVideo} returned, if it is known; if omitted, the video is probed first.
   */
  readonly probe?: VideoProbe | undefined;
}

/**
 * Frames on demand. Each `read()` takes one frame out of ffmpeg's stdout; as long as nobody reads,
 * ffmpeg waits, so at most one pipe's worth of frames is ahead (64 KiB on Linux).
 *
 * Owns a process: `close()` (or `await using`) kills it and settles when it has ended. Reading to
 * the end closes too.
 */
export interface FrameSource extends AsyncDisposable, Dimensions {
  /**
   * Returns the next frame, uint8 RGB `[height, width, 3]`, or null after the last. The caller owns
   * it.
   */
  read(): Promise<Uint8Array | null>;
  /**
   * What ffmpeg complained about while it still gave frames; complete once `read()` returned null.
   */
  readonly warnings: readonly string[];
  /** Kills ffmpeg and waits until it has ended. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts decoding a video's first video stream as a pull source.
 *
 * Grid frame k shows the last image whose time, in units of the grid and rounded to the nearest
 * (halves up), is at most k: on a 30 fps grid a 30 fps video gives its own frames, a 60 fps video
 * every second one, and a 15 fps video each one twice. Times count from the file's start. The image
 * is turned upright and its pixels are made square before scaling (bilinear).
 *
 * The start is found by seeking to the key frame before it, and times stay absolute, so that frame
 * k is the same wherever decoding starts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, locateFfmpeg, openFrames } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/gray.mp4`;
 * const video = { width: 16, height: 16, framesPerSecond: 10 };
 * await encodeVideo({ ...video, frames: new Uint8Array(3 * 16 * 16 * 3).fill(128), path, ffmpegPath });
 * const grid = { framesPerSecond: 10, size: { shortSide: 16 }, ffmpegPath };
 * await using source = await openFrames(path, grid);
 * assert.deepEqual(await source.read(), new Uint8Array(16 * 16 * 3).fill(128));
 * ```
 *
 * @throws {DecodeError} If the file cannot be probed; from `read()` if no frame can be decoded, or
 * `startFrame` is past the end.
 * @throws {RangeError} If an option is out of range.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function openFrames(
  path: string,
  options: FrameSourceOptions,
  signal?: AbortSignal,
): Promise<FrameSource> {
  checkOptions(options);
  const { ffmpegPath, size } = options;
  const probe = options.probe ?? await probeVideo(path, ffmpegPath, signal);
  const dimensions = frameDimensions(size, probe);
  const args = decodeArguments(path, options, dimensions);
  return new ProcessFrames(path, dimensions, new FfmpegProcess(ffmpegPath, args, signal));
}

class ProcessFrames implements FrameSource {
  readonly width: number;
  readonly height: number;
  readonly #path: string;
  readonly #process: FfmpegProcess;
  #warnings: readonly string[] = [];
  #framesRead = 0;
  #finished = false;

  constructor(path: string, dimensions: Dimensions, process: FfmpegProcess) {
    this.#path = path;
    this.width = dimensions.width;
    this.height = dimensions.height;
    this.#process = process;
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  async read(): Promise<Uint8Array | null> {
    if (this.#finished) return null;
    const frameBytes = this.width * this.height * 3;
    const frame = await this.#process.fill(frameBytes);
    if (frame.byteLength === frameBytes) {
      this.#framesRead++;
      return frame;
    }
    // Half a frame at the end means that ffmpeg died while writing it: it is dropped.
    this.#finished = true;
    await this.#finish(await this.#process.end());
    return null;
  }

  async close(): Promise<void> {
    this.#finished = true;
    await this.#process.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #finish(outcome: FfmpegOutcome): Promise<void> {
    if (this.#framesRead === 0) throw await diagnose(this.#path, outcome);
    const lines = messageLines(outcome.stderrTail, this.#path);
    const last = lines.at(-1);
    if (last !== undefined) {
      const others = lines.length - 1;
      const more = others > 0 ? ` (and ${pluralize(others, "more complaint")})` : "";
      this.#warnings = [`'${this.#path}' decodes with errors: ${last}${more}`];
    } else if (outcome.exitCode !== 0) {
      this.#warnings = [`'${this.#path}' decodes with exit status ${outcome.exitCode}`];
    }
  }
}

function decodeArguments(
  path: string,
  options: FrameSourceOptions,
  { width, height }: Dimensions,
): string[] {
  const { framesPerSecond, startFrame = 0, frameCount = Infinity } = options;
  const startSec = startFrame / framesPerSecond;
  const seekSec = startSec - SEEK_MARGIN_SEC;
  const filters = [
    // A clock in which a grid frame is a whole number of ticks. In the stream's own clock fps would
    // round the start, and an image near the middle between two grid frames could change sides.
    `settb=expr=1/(${framesPerSecond}*${TICKS_PER_FRAME})`,
    `fps=fps=${framesPerSecond}:round=near:start_time=${startSec.toFixed(6)}`,
    `scale=w=${width}:h=${height}:flags=bilinear+accurate_rnd+full_chroma_int+bitexact`,
    // Renumbered from 0, else the raw output would repeat the first frame up to the start time.
    "setpts=N",
  ];
  return [
    ...["-nostdin", "-v", "error", "-threads", "1"],
    // Absolute times, for the same reason: shifting them to the seek point rounds as well.
    ...["-copyts", "-start_at_zero"],
    // Not "accurate" seeking: that drops the image which began before the start and is still shown.
    ...(seekSec < SEEK_MARGIN_SEC ? [] : ["-noaccurate_seek", "-ss", seekSec.toFixed(6)]),
    ...["-an", "-sn", "-dn", "-i", `file:${path}`],
    // The first video stream that is not a cover picture.
    ...["-map", "0:V:0", "-filter_threads", "1", "-vf", filters.join(",")],
    ...["-r", String(framesPerSecond)],
    ...(frameCount === Infinity ? [] : ["-frames:v", String(frameCount)]),
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
  ];
}

function checkOptions(
  { framesPerSecond, startFrame = 0, frameCount = 1 }: FrameSourceOptions,
): void {
  if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
    throw new RangeError(
      "Cannot decode frames as 'framesPerSecond' must be a number above 0 and at most 1000: " +
        `current value is ${framesPerSecond}`,
    );
  }
  if (!Number.isInteger(startFrame) || startFrame < 0) {
    throw new RangeError(
      "Cannot decode frames as 'startFrame' must be a non-negative integer: " +
        `current value is ${startFrame}`,
    );
  }
  if (frameCount !== Infinity && (!Number.isInteger(frameCount) || frameCount < 1)) {
    throw new RangeError(
      `Cannot decode frames as 'frameCount' must be a positive integer: current value is ${frameCount}`,
    );
  }
}
