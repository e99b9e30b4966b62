import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { type DrawKey, drawsFor } from "../../operators/mod.ts";

const KEY = { seed: 1, phase: 0, epoch: 2, video: "a.mp4", view: "weak" };

function some(key: Parameters<typeof drawsFor>[0]): number[] {
  const draws = drawsFor(key);
  return Array.from({ length: 8 }, () => draws.integer(0, 1_000_000));
}

Deno.test("drawsFor() depends on every part of its key and on nothing else", () => {
  assert.deepEqual(some(KEY), some({ ...KEY, repeat: 0 }));
  for (
    const change of [
      { seed: 2 },
      { phase: 1 },
      { epoch: 3 },
      { video: "b.mp4" },
      { role: "labeled" as const },
      { view: "strong" },
      { repeat: 1 },
    ]
  ) {
    assert.notDeepEqual(some(KEY), some({ ...KEY, ...change }));
  }
});

Deno.test("drawsFor() gives the same numbers on every machine", () =>
  assert.deepEqual(some(KEY).slice(0, 3), [617275, 670611, 356972]));

Deno.test("drawsFor() stays within bounds and reaches them", () => {
  const draws = drawsFor(KEY);
  const integers = Array.from({ length: 200 }, () => draws.integer(-1, 2));
  assert.deepEqual([...new Set(integers)].sort((a, b) => a - b), [-1, 0, 1, 2]);
  const numbers = Array.from({ length: 2000 }, () => draws.uniform(2, 6));
  assert.ok(numbers.every((number) => number >= 2 && number < 6));
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  assert.ok(Math.abs(mean - 4) < 0.15, `mean is ${mean}`);
  assert.equal(draws.uniform(3, 3), 3);
  const heads = Array.from({ length: 2000 }, () => draws.chance(0.25)).filter(Boolean).length;
  assert.ok(Math.abs(heads / 2000 - 0.25) < 0.05, `share is ${heads / 2000}`);
  assert.equal(draws.chance(0), false);
  assert.equal(draws.chance(1), true);
});

Deno.test("Draws.shuffle() keeps the items and leaves the list alone", () =>
  fc.assert(fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
    const before = [...items];
    const shuffled = drawsFor({ ...KEY, seed }).shuffle(items);
    assert.deepEqual(items, before);
    const ascending = (a: number, b: number) => a - b;
    assert.deepEqual(shuffled.toSorted(ascending), before.toSorted(ascending));
  })));

Deno.test("Draws.pick() refuses an empty list", () =>
  assert.throws(() => drawsFor(KEY).pick([]), {
    name: "RangeError",
    message: /must not be empty/,
  }));

/** Ids and views that would be read wrongly if the parts of a key were only joined. */
const TEXT = fc.oneof(
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.array(
    fc.constantFrom("1", "0", ",", '"', "\\", " ", "/", "[", "null", "\n", "\ud800", "\ud801"),
  )
    .map((parts) => parts.join("")),
);

const ANY_KEY: fc.Arbitrary<DrawKey> = fc.record({
  seed: fc.integer({ min: -2, max: 111 }),
  phase: fc.nat({ max: 11 }),
  epoch: fc.nat({ max: 111 }),
  video: TEXT,
  role: fc.constantFrom("labeled", "unlabeled", undefined),
  view: TEXT,
  repeat: fc.integer({ min: -11, max: 11 }),
});

Deno.test("drawsFor() draws alike for equal keys only, whatever is in their parts", () =>
  fc.assert(fc.property(ANY_KEY, ANY_KEY, (key, other) => {
    assert.deepEqual(some(key), some({ ...key }));
    assert.equal(isDeepStrictEqual(some(key), some(other)), isDeepStrictEqual(key, other));
  })));

Deno.test("drawsFor() keeps the parts of a key apart", () => {
  const pairs: [Partial<DrawKey>, Partial<DrawKey>][] = [
    [{ phase: 1, epoch: 11 }, { phase: 11, epoch: 1 }],
    [{ seed: 1, phase: 11 }, { seed: 11, phase: 1 }],
    [{ video: "1", repeat: 11 }, { video: "11", repeat: 1 }],
    [{ video: 'a","b', view: "c" }, { video: "a", view: 'b","c' }],
    [{ video: "a", view: "" }, { video: "", view: "a" }],
    [{ video: "\ud800" }, { video: "\ud801" }],
    [{ role: undefined, view: "labeled" }, { role: "labeled", view: "" }],
  ];
  for (const [one, two] of pairs) {
    assert.notDeepEqual(some({ ...KEY, ...one }), some({ ...KEY, ...two }));
  }
});

Deno.test.each(["seed", "phase", "epoch", "repeat"])(
  "drawsFor() refuses a %s that is not an integer",
  (name) => {
    // As in a program that is not type-checked, and was written before keys had a phase.
    for (const value of [NaN, 0.5, Infinity, null, "1"]) {
      const key = { ...KEY, [name]: value } as DrawKey;
      assert.throws(() => drawsFor(key), {
        name: "RangeError",
        message: `Cannot draw as '${name}' must be an integer: current value is ${value}`,
      });
    }
  },
);

/** Keys as a run has them: neighbors differ by one in one part. */
function* keysOfRun(seed: number): Generator<DrawKey> {
  for (let phase = 0; phase < 3; phase++) {
    for (let epoch = 0; epoch < 50; epoch++) {
      for (let video = 0; video < 40; video++) {
        yield { seed, phase, epoch, video: `walk/${video}.mp4`, role: "labeled", view: "window" };
      }
    }
  }
}

/** How far counts are from equal ones: about one less than their number for uniform draws. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** What uniform draws exceed once in 100,000 tests (Wilson and Hilferty's approximation). */
function criticalValue(bins: number): number {
  const freedom = bins - 1;
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + 4.265 * Math.sqrt(spread)) ** 3;
}

/** Counts pairs of draws, of 16 levels each. */
function countPairs(pairs: Iterable<readonly [number, number]>): number[] {
  const counts = new Array<number>(256).fill(0);
  for (const [left, right] of pairs) {
    counts[Math.floor(left * 16) * 16 + Math.floor(right * 16)]! += 1;
  }
  return counts;
}

Deno.test("drawsFor() is uniform over the keys of a run, and independent of their neighbors", () => {
  const first = (key: DrawKey) => drawsFor(key).uniform(0, 1);
  const changes: Record<string, (key: DrawKey) => DrawKey> = {
    seed: (key) => ({ ...key, seed: key.seed + 1 }),
    phase: (key) => ({ ...key, phase: key.phase + 1 }),
    epoch: (key) => ({ ...key, epoch: key.epoch + 1 }),
    repeat: (key) => ({ ...key, repeat: 1 }),
    role: (key) => ({ ...key, role: "unlabeled" }),
    view: (key) => ({ ...key, view: "time" }),
  };
  for (const [part, change] of Object.entries(changes)) {
    const pairs = Array.from(keysOfRun(0), (key) => [first(key), first(change(key))] as const);
    const distance = chiSquare(countPairs(pairs));
    assert.ok(distance < criticalValue(256), `${part}: ${distance}`);
  }
});

Deno.test("drawsFor() sets each bit in half of the first draws of a run's keys", () => {
  const ones = new Array<number>(31).fill(0);
  const values = Array.from(keysOfRun(0), (key) => drawsFor(key).integer(0, 2 ** 31 - 1));
  for (const value of values) {
    for (let bit = 0; bit < ones.length; bit++) ones[bit]! += value >>> bit & 1;
  }
  // Five standard deviations.
  const tolerance = 5 * Math.sqrt(values.length / 4);
  for (const [bit, count] of ones.entries()) {
    assert.ok(Math.abs(count - values.length / 2) < tolerance, `bit ${bit}: ${count}`);
  }
});

Deno.test("drawsFor() gives no seed the draws that another has in another epoch or phase", () => {
  const drawn = (seed: number) => Array.from(keysOfRun(seed), (key) => some(key).join());
  const [zero, one] = [drawn(0), drawn(1)];
  assert.equal(new Set([...zero, ...one]).size, zero.length + one.length);
});
