import { cutWindows, planWindows, type SlidingWindowsOptions } from "./_cut_windows.ts";
import type { Frame } from "./frame.ts";
import type { VideoWindow } from "./join_frames.ts";

/**
 * Cuts the frames of one video into windows, which may overlap.
 *
 * ```text
 *  frames      0-1-2-3-4-5-6|
 *              slidingWindows(frames, { frameCount: 2, stride: 2, hop: 3 })
 *  windows     ----A-----B-C|          A = 0 2, B = 3 5, C = 4 6
 * ```
 *
 * - Order: that of time. The last window ends with the video, wherever that is on the way to the
 *   next one. Of a video that is shorter than a window there is one, in which the last frame
 *   repeats; of a video without frames there is none.
 * - Bound: keeps the frames that one window spans, and reads a frame only when it is needed for the
 *   window that is asked for.
 * - Cancellation: `return()` ends the frames' iterator, after a frame that is awaited. To end at
 *   once call {@linkcode windows}.
 * - Errors: those of the frames.
 * - Ownership: a window is a copy that the consumer owns.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type Frame, slidingWindows } from "@actnetformer/deno/datasets";
 *
 * const size = { width: 1, height: 1, framesPerSecond: 10, pixels: new Uint8Array(3) };
 * async function* frames(): AsyncGenerator<Frame> {
 *   for (let index = 0; index < 7; index++) yield { ...size, index, timeSec: index / 10 };
 * }
 * const windows = slidingWindows(frames(), { frameCount: 2, stride: 2, hop: 3 });
 * const starts = await Array.fromAsync(windows, ({ startFrame }) => startFrame);
 * assert.deepEqual(starts, [0, 3, 4]);
 * ```
 *
 * @throws {RangeError} If an option is not a positive integer.
 */
export function slidingWindows(
  frames: AsyncIterable<Frame>,
  options: SlidingWindowsOptions,
): AsyncGenerator<VideoWindow> {
  return cutWindows(frames, planWindows(options));
}
