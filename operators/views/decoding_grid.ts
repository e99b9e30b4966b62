import type { ByName } from "../by_name.ts";

/** The frames of one clip. */
export interface FrameRate {
  /** Frames in the clip. */
  readonly frames: number;
  /** Distance between its frames, in frames at 30 per second. */
  readonly stride: number;
}

/** The clips that are taken from one window, by name: `primary` alone, or at several frame rates. */
export type FrameRates = ByName<FrameRate>;

/** The window to decode so that all clips can be taken from it. */
export interface DecodingGrid {
  /** 30 / greatest common divisor of the strides. */
  readonly framesPerSecond: number;
  /** Frames that the longest clip spans, including its first and last frame. */
  readonly frameCount: number;
  /** `frameCount / framesPerSecond`. */
  readonly durationSec: number;
}

/** Strides count frames at this rate. */
export const STRIDE_FRAMES_PER_SECOND = 30;

/**
 * Returns the coarsest even grid in time that contains every frame of all clips.
 *
 * @throws {RangeError} If a number of frames or a stride is not a positive integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodingGrid } from "@actnetformer/deno/operators/views";
 *
 * const rates = { primary: { frames: 8, stride: 8 }, auxiliary: { frames: 8, stride: 4 } };
 * assert.deepEqual(decodingGrid(rates), { framesPerSecond: 7.5, frameCount: 15, durationSec: 2 });
 * ```
 */
export function decodingGrid(rates: FrameRates): DecodingGrid {
  const named = Object.entries(rates);
  for (const [name, rate] of named) checkRate(name, rate);
  const strides = named.map(([, { stride }]) => stride);
  const step = strides.reduce(greatestCommonDivisor);
  const spans = named.map(([, { frames, stride }]) => (frames - 1) * stride / step + 1);
  const framesPerSecond = STRIDE_FRAMES_PER_SECOND / step;
  const frameCount = Math.max(...spans);
  return { framesPerSecond, frameCount, durationSec: frameCount / framesPerSecond };
}

function checkRate(name: string, rate: FrameRate): void {
  for (const key of ["frames", "stride"] as const) {
    if (!Number.isInteger(rate[key]) || rate[key] < 1) {
      throw new RangeError(
        `Cannot choose frames as '${name}.${key}' must be a positive integer: ` +
          `current value is ${rate[key]}`,
      );
    }
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
