import { DecodedStream, type DecodePlan, warningsOf } from "./_decoded_stream.ts";
import { type DecodingStart, decodingStarts } from "./_decoding_starts.ts";
import { type Dimensions, frameDimensions, type FrameSize } from "./frame_dimensions.ts";
import { gridFrameCount } from "./grid_frame_count.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/** Options of {@linkcode openFrames}: what to decode, on which grid, and by which program. */
export interface FrameSourceOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Frames per second of the time grid; the video's own rate does not matter. */
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly size: FrameSize;
  /**
   * First frame wanted, counted on the grid.
   * @default 0
   */
  readonly startFrame?: number | undefined;
  /**
   * The maximum number of frames.
   * @default Infinity: all until the video's end.
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
 * every second one, and a 15 fps video each one twice. The first image is shown at zero, the others
 * at the distance of their time stamps; where the clock breaks (joined recordings), the next image
 * follows at the last distance before the break. There are {@linkcode gridFrameCount} frames, at
 * least one. The image is turned upright and its pixels are made square before scaling (bilinear).
 *
 * Frame k is the same wherever decoding starts: a start in the middle is found by seeking, and a
 * seek that misses its key frame is repeated from earlier, at last from the file's start.
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
  const { ffmpegPath, framesPerSecond, size, startFrame = 0, frameCount = Infinity } = options;
  const probe = options.probe ?? await probeVideo(path, ffmpegPath, signal);
  const available = gridFrameCount(probe.durationSec, framesPerSecond) - startFrame;
  if (available <= 0) {
    const length = `${probe.durationSec.toFixed(2)} s`;
    const details = { path, exitCode: null, stderr: "" };
    throw new DecodeError(`it ends before frame ${startFrame}: its length is ${length}`, details);
  }
  const plan: DecodePlan = {
    path,
    ffmpegPath,
    framesPerSecond,
    startFrame,
    frameCount: Math.min(frameCount, available),
    dimensions: frameDimensions(size, probe),
    probe,
    signal,
  };
  return new SeekingFrames(plan, decodingStarts(probe.clock, startFrame / framesPerSecond));
}

/** Decodes from one start after the other until one gives frames. */
class SeekingFrames implements FrameSource {
  readonly width: number;
  readonly height: number;
  readonly #plan: DecodePlan;
  readonly #starts: DecodingStart[];
  #source: DecodedStream;
  #isGiving = false;
  #isFinished = false;

  constructor(plan: DecodePlan, [first = null, ...others]: readonly DecodingStart[]) {
    this.width = plan.dimensions.width;
    this.height = plan.dimensions.height;
    this.#plan = plan;
    this.#starts = others;
    this.#source = new DecodedStream(plan, first);
  }

  get warnings(): readonly string[] {
    return this.#isFinished ? warningsOf(this.#plan, this.#source.complaints) : [];
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const frame = await this.#source.read();
      this.#isGiving ||= frame !== null;
      this.#isFinished = frame === null;
      const next = this.#isGiving ? undefined : this.#starts.shift();
      if (next === undefined) return frame;
      this.#source = new DecodedStream(this.#plan, next);
    }
  }

  close(): Promise<void> {
    this.#isGiving = true;
    return this.#source.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
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
