import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { Role } from "./clip.ts";

/** All that a sequence of draws depends on. */
export interface DrawKey {
  /** Seed of the run. */
  readonly seed: number;
  /** Phase of the run, counted from 0: each phase counts its epochs from 0 again. */
  readonly phase: number;
  /** Counted from 0 in each phase. */
  readonly epoch: number;
  /** The video's id in the data set; empty for a draw that is not about one video. */
  readonly video: string;
  /**
   * Whether the video's label is used: a video may be shown in both roles.
   *
   * @default a draw that does not depend on it
   */
  readonly role?: Role | undefined;
  /** What is drawn, for example "weak", "strong" or "time". */
  readonly view: string;
  /**
   * Distinguishes the clips of one video within an epoch.
   *
   * @default 0
   */
  readonly repeat?: number | undefined;
}

/** A sequence of random numbers; each call takes the next one. */
export interface Draws {
  /** Returns a number in `[low, high)`; `low` if both are equal. */
  uniform(low: number, high: number): number;
  /** Returns an integer in `[low, high]`. */
  integer(low: number, high: number): number;
  /** Returns true with the given probability. */
  chance(probability: number): boolean;
  /**
   * Returns one item of a list.
   *
   * @throws {RangeError} If the list is empty.
   */
  pick<T>(items: readonly T[]): T;
  /** Returns a new list with the items in a random order. */
  shuffle<T>(items: readonly T[]): T[];
}

/** Offsets in bytes of the four 32-bit words of the digest that become the generator's state. */
const STATE_OFFSETS = [0, 4, 8, 12];

/**
 * Returns the random draws of one (seed, phase, epoch, video, role, view, repeat).
 *
 * Equal keys give equal sequences, whatever was drawn before, so neither the order of the videos
 * nor the number of videos decoded at once changes a run. Different keys give independent ones. The
 * generator is xoroshiro128+; its state is the first 128 bits of the SHA-256 of the key as JSON,
 * which keeps its parts apart whatever is in an id.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { drawsFor } from "@actnetformer/deno/operators/views";
 *
 * const key = { seed: 1, phase: 0, epoch: 0, video: "walk.mp4", view: "weak" };
 * const level = drawsFor(key).integer(0, 255);
 * assert.equal(drawsFor(key).integer(0, 255), level);
 * ```
 *
 * @throws {RangeError} If a number of the key is not an integer.
 */
export function drawsFor(key: DrawKey): Draws {
  const digest = createHash("sha256").update(keyText(key)).digest();
  const state = STATE_OFFSETS.map((offset) => digest.readInt32LE(offset));
  const generator = xoroshiro128plusFromState(state);
  const integer = (low: number, high: number) => uniformInt(generator, low, high);
  return {
    integer,
    uniform: (low, high) => low + (high - low) * uniformFloat64(generator),
    chance: (probability) => uniformFloat64(generator) < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError("Cannot pick as 'items' must not be empty");
      return items[integer(0, items.length - 1)]!;
    },
    shuffle(items) {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const chosen = integer(0, last);
        const item = shuffled[last]!;
        shuffled[last] = shuffled[chosen]!;
        shuffled[chosen] = item;
      }
      return shuffled;
    },
  };
}

/** Returns a text that no other key has. */
function keyText(key: DrawKey): string {
  const { seed, phase, epoch, video, role = null, view, repeat = 0 } = key;
  for (const [name, value] of Object.entries({ seed, phase, epoch, repeat })) {
    // JSON writes numbers that are missing or not finite as one and the same null.
    if (Number.isSafeInteger(value)) continue;
    throw new RangeError(`Cannot draw as '${name}' must be an integer: current value is ${value}`);
  }
  return JSON.stringify([seed, phase, epoch, video, role, view, repeat]);
}
