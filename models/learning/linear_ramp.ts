/**
 * Returns the weight at a step, counted from 0, of a loss that is phased in: 0 up to `start`, then
 * linearly up to 1 at `start + length`, then 1. A `length` of 0 makes it a switch.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearRamp } from "@actnetformer/deno/models";
 *
 * const weights = [9, 10, 11, 14].map((step) => linearRamp(step, 10, 4));
 * assert.deepEqual(weights, [0, 0, 0.25, 1]);
 * ```
 */
export function linearRamp(step: number, start: number, length: number): number {
  if (step < start) return 0;
  return length === 0 ? 1 : Math.min(1, (step - start) / length);
}
