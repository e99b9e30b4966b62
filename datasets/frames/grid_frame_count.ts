/**
 * Returns how many frames of a time grid a length fills: at least one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gridFrameCount } from "@actnetformer/deno/datasets";
 *
 * assert.equal(gridFrameCount(1.5, 10), 15);
 * assert.equal(gridFrameCount(0.01, 10), 1);
 * ```
 *
 * @param durationSec Length in seconds.
 * @param framesPerSecond Frames per second of the grid.
 */
export function gridFrameCount(durationSec: number, framesPerSecond: number): number {
  return Math.max(1, Math.round(durationSec * framesPerSecond));
}
