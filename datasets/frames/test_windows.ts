import {
  checkLengths,
  checkPositive,
  type ClipLengths,
  type ClipWindow,
  lastStart,
} from "./clip_window.ts";

/**
 * Returns the windows that a video is tested on. Their starts are spread evenly from the first to
 * the last at which the window fits, rounded to whole frames. A single window is in the middle. In
 * a video shorter than the window all start at 0.
 *
 * @example Five windows
 * ```ts
 * import assert from "node:assert/strict";
 * import { testWindows } from "@actnetformer/deno/datasets";
 *
 * const windows = testWindows({ gridFrames: 100, windowFrames: 20 }, 5);
 * assert.deepEqual(windows.map(({ startFrame }) => startFrame), [0, 20, 40, 60, 80]);
 * ```
 *
 * @param lengths Lengths of the video and of the windows.
 * @param clips Number of windows, 5 in the paper.
 * @throws {RangeError} If a length or `clips` is not a positive integer.
 */
export function testWindows(lengths: ClipLengths, clips: number): ClipWindow[] {
  checkLengths(lengths);
  checkPositive("clips", clips);
  const last = lastStart(lengths);
  return Array.from({ length: clips }, (_, index) => ({
    startFrame: clips === 1 ? Math.floor(last / 2) : Math.round(last * index / (clips - 1)),
    frameCount: lengths.windowFrames,
  }));
}
