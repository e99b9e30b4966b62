import assert from "node:assert/strict";
import fc from "fast-check";
import { drawsFor } from "../../operators/mod.ts";

const KEY = { seed: 1, epoch: 2, video: "a.mp4", view: "weak" };

function some(key: Parameters<typeof drawsFor>[0]): number[] {
  const draws = drawsFor(key);
  return Array.from({ length: 8 }, () => draws.integer(0, 1_000_000));
}

Deno.test("drawsFor() depends on every part of its key and on nothing else", () => {
  assert.deepEqual(some(KEY), some({ ...KEY, repeat: 0 }));
  for (
    const change of [
      { seed: 2 },
      { epoch: 3 },
      { video: "b.mp4" },
      { view: "strong" },
      { repeat: 1 },
    ]
  ) {
    assert.notDeepEqual(some(KEY), some({ ...KEY, ...change }));
  }
});

Deno.test("drawsFor() gives the same numbers on every machine", () =>
  assert.deepEqual(some(KEY).slice(0, 3), [252093, 147190, 161796]));

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
