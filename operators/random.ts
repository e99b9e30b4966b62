import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { Ticket } from "./clip.ts";

/** What a sequence of draws depends on, and nothing else. */
export interface DrawKey {
  /** Of the run. */
  readonly seed: number;
  /** Counted from 0. */
  readonly epoch: number;
  /** The video's identity in the data set. */
  readonly video: string;
  /** What is drawn, for example "weak", "strong" or "time". */
  readonly view: string;
  /**
   * Tells showings of the video within an epoch apart.
   *
   * @default 0
   */
  readonly repeat?: number;
}

/** A sequence of random numbers; each call takes the next one. */
export interface Draws {
  /** A number in `[low, high)`; `low` where both are equal. */
  uniform(low: number, high: number): number;
  /** A whole number in `[low, high]`. */
  integer(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One item of a list that is not empty. */
  pick<T>(items: readonly T[]): T;
  /** A new list with the items in a random order. */
  shuffle<T>(items: readonly T[]): T[];
}

/**
 * The draws of one (seed, epoch, video, view), and of its repetition within the epoch.
 *
 * Equal keys give equal sequences whatever was drawn before, so neither the order of the videos nor
 * the number decoded at once changes a run. The generator is xoroshiro128+, its state the first 128
 * bits of the key's SHA-256.
 */
export function drawsFor(key: DrawKey): Draws {
  const text = JSON.stringify([key.seed, key.epoch, key.video, key.view, key.repeat ?? 0]);
  const digest = createHash("sha256").update(text).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  const integer = (low: number, high: number) => uniformInt(generator, low, high);
  return {
    uniform: (low, high) => low + (high - low) * uniformFloat64(generator),
    integer,
    chance: (probability) => uniformFloat64(generator) < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError("Cannot pick as items must not be empty");
      return items[integer(0, items.length - 1)]!;
    },
    shuffle(items) {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = integer(0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
      }
      return shuffled;
    },
  };
}

/** The draws for one view of the video of a ticket. */
export function drawsForTicket(ticket: Ticket, view: string, seed: number): Draws {
  const { epoch, repeat, video } = ticket;
  return drawsFor({ seed, epoch, video: video.id, view, repeat });
}
