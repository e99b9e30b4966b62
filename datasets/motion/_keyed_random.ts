import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * Random numbers of one video; each is a fixed function of the keys and of the numbers drawn
 * before.
 */
export interface KeyedRandom {
  /** Draws a number in [low, high), in steps of 2^-24 of the range. */
  readonly between: (low: number, high: number) => number;
  /** Draws an integer from low to high, both included. */
  readonly integer: (low: number, high: number) => number;
  /** Draws 32 random bits as a signed integer; for bulk use such as noise. */
  readonly bits: () => number;
}

/** Returns the random numbers of a list of integers; different lists get unrelated numbers. */
export function keyedRandom(keys: readonly number[]): KeyedRandom {
  let state = 0x9e3779b9 | 0;
  for (const key of keys) state = mixBits((state ^ key) | 0);
  const generator = xoroshiro128plus(state);
  return {
    between: (low, high) => low + (high - low) * (uniformInt(generator, 0, 0xffffff) / 0x1000000),
    integer: (low, high) => uniformInt(generator, low, high),
    bits: () => generator.next(),
  };
}

/**
 * Spreads every input bit over all 32 output bits (the finalizer of MurmurHash3, public domain).
 */
function mixBits(value: number): number {
  let bits = (value + 0x6d2b79f5) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) | 0;
}
