/**
 * Batches that are paid for: one is on the device, one waits, so that a device that paused finds it
 * when it catches up, and one is gathered.
 */
const BATCHES = 3;

/**
 * How many times as long as the mean one of the slower videos takes. While it is decoded the other
 * decoders go on, and what they decode waits behind it, as the order is kept.
 */
const SLOW_VIDEO = 4;

/** What {@linkcode creditsFor} counts with. */
export interface CreditsForOptions {
  /** Clips that the device takes at a time. */
  readonly batch: number;
  /** Maximum number of decoders that run at the same time. */
  readonly concurrency: number;
}

/**
 * Returns how many credits keep both the decoders and the device at work: those of three batches,
 * and four for each decoder, so that none waits while one video takes four times as long as the
 * mean.
 *
 * The number need not follow the speed of the device: a slower one always finds a full batch, and
 * with a faster one the decoders always find a credit, so more credits would only hold more memory.
 * A device that pauses for longer than the decoders take to use up the credits makes them wait: to
 * bridge that, add the clips that are decoded in such a pause.
 *
 * @throws {RangeError} If a number is not a positive integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, creditsFor } from "@actnetformer/deno/operators/stream";
 *
 * const credits = new Credits(creditsFor({ batch: 24, concurrency: 8 }));
 * assert.equal(credits.capacity, 104);
 * ```
 */
export function creditsFor({ batch, concurrency }: CreditsForOptions): number {
  for (const [name, value] of Object.entries({ batch, concurrency })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new RangeError(
      `Cannot count credits as '${name}' must be a positive integer: current value is ${value}`,
    );
  }
  return BATCHES * batch + SLOW_VIDEO * concurrency;
}
