import { checkLengths, type ClipLengths, type ClipWindow, lastStart } from "./clip_window.ts";

/**
 * Returns the window that a training clip is taken from. Every start at which the window fits is
 * equally likely; in a video shorter than the window it starts at 0.
 *
 * @example Three starts at which seven of nine frames fit
 * ```ts
 * import assert from "node:assert/strict";
 * import { trainingWindow } from "@actnetformer/deno/datasets";
 *
 * const lengths = { gridFrames: 9, windowFrames: 7 };
 * assert.deepEqual(trainingWindow(lengths, 0.4), { startFrame: 1, frameCount: 7 });
 * assert.deepEqual(trainingWindow(lengths, 0.9), { startFrame: 2, frameCount: 7 });
 * ```
 *
 * @param lengths Lengths of the video and of the window.
 * @param draw A number in [0, 1), for example from the random generator of (seed, epoch, video).
 * @throws {RangeError} If a length is not a positive integer or the draw is outside [0, 1).
 */
export function trainingWindow(lengths: ClipLengths, draw: number): ClipWindow {
  checkLengths(lengths);
  if (!(draw >= 0 && draw < 1)) {
    throw new RangeError(
      `Cannot place a window as 'draw' must be at least 0 and below 1: current value is ${draw}`,
    );
  }
  const startFrame = Math.floor(draw * (lastStart(lengths) + 1));
  return { startFrame, frameCount: lengths.windowFrames };
}
