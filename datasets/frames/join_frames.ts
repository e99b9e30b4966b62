import type { Frame } from "./frame.ts";
import type { Dimensions } from "./frame_dimensions.ts";
import { joinPixels } from "./_join_pixels.ts";

/** Frames of a video at equal distances, in one array. The receiver owns them. */
export interface VideoWindow extends Dimensions {
  /** Uint8 RGB, `[frameCount, height, width, 3]`. */
  readonly frames: Uint8Array;
  /**
   * For each frame the one that follows it in the file, in the same form; absent unless all have
   * one.
   */
  readonly nextFrames?: Uint8Array | undefined;
  /** Number of frames, including those repeated at the end of a short video. */
  readonly frameCount: number;
  /** Frames per second of the window: those of the time grid, divided by the stride. */
  readonly framesPerSecond: number;
  /** Position of the first frame on the time grid, from 0. */
  readonly startFrame: number;
  /** Time of the first frame in seconds from the video's first image. */
  readonly startSec: number;
}

/** Options of {@linkcode joinFrames}. */
export interface JoinFramesOptions {
  /** Number of frames of the window. */
  readonly frameCount: number;
  /**
   * Distance from one frame of the window to the next, in frames of the time grid.
   *
   * @default 1
   */
  readonly stride?: number | undefined;
}

/**
 * Copies frames that follow each other into one window. Where there are too few, the last one
 * repeats: of frames 0 … 3, a window of four with a stride of 2 is [0, 2, 3, 3].
 *
 * @throws {RangeError} If there is no frame.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type Frame, joinFrames } from "@actnetformer/deno/datasets";
 *
 * const size = { width: 1, height: 1, framesPerSecond: 10 };
 * const frames: Frame[] = [0, 1, 2, 3].map((index) => ({
 *   ...size,
 *   ...{ index, timeSec: index / 10, pixels: new Uint8Array(3).fill(index) },
 * }));
 * const window = joinFrames(frames, { frameCount: 4, stride: 2 });
 * assert.deepEqual([...window.frames], [0, 0, 0, 2, 2, 2, 3, 3, 3, 3, 3, 3]);
 * assert.equal(window.framesPerSecond, 5);
 * ```
 */
export function joinFrames(
  frames: readonly Frame[],
  { frameCount, stride = 1 }: JoinFramesOptions,
): VideoWindow {
  const [first] = frames;
  if (first === undefined) {
    throw new RangeError("Cannot join frames as 'frames' must not be empty");
  }
  const { width, height, framesPerSecond, index, timeSec } = first;
  const shape = { count: frameCount, stride };
  const nextPixels = frames.flatMap((frame) => frame.nextPixels ?? []);
  const hasNext = nextPixels.length === frames.length;
  return {
    frames: joinPixels(frames.map(({ pixels }) => pixels), shape),
    ...(hasNext ? { nextFrames: joinPixels(nextPixels, shape) } : {}),
    frameCount,
    width,
    height,
    framesPerSecond: framesPerSecond / stride,
    startFrame: index,
    startSec: timeSec,
  };
}
