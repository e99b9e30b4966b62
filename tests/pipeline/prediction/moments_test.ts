import assert from "node:assert/strict";
import fc from "fast-check";
import { Moments, type Scored } from "../../../pipeline/prediction/_moments.ts";

/** Adds windows at these starts, each with its index as the probability of one class. */
function momentsOf(
  starts: readonly number[],
  plan: { readonly frameCount: number; readonly hop: number },
  length: number,
): Scored[] {
  const moments = new Moments(plan);
  const all = starts.flatMap((from, index) =>
    moments.add({ from, to: from + plan.frameCount, probabilities: Float32Array.of(index) })
  );
  return [...all, ...moments.finish(length)];
}

function written(moments: readonly Scored[]): string {
  return moments.map(({ from, to, probabilities: [value] }) => `${from}-${to}: ${value}`).join(
    ", ",
  );
}

const CASES: readonly (readonly [string, readonly number[], number, number, number, string])[] = [
  ["one window", [0], 4, 2, 4, "0-4: 0"],
  ["a video shorter than its window", [0], 4, 2, 3, "0-3: 0"],
  ["windows side by side", [0, 4], 4, 4, 8, "0-4: 0, 4-8: 1"],
  ["half a window further", [0, 2, 4], 4, 2, 8, "0-2: 0, 2-4: 0.5, 4-6: 1.5, 6-8: 2"],
  [
    "the last one ends with the video",
    [0, 2, 3],
    4,
    2,
    7,
    "0-2: 0, 2-3: 0.5, 3-4: 1, 4-6: 1.5, 6-7: 2",
  ],
  ["gaps belong to the nearest window", [0, 6, 12], 2, 6, 14, "0-4: 0, 4-10: 1, 10-14: 2"],
];

for (const [situation, starts, frameCount, hop, length, expected] of CASES) {
  Deno.test(`Moments: ${situation}`, () => {
    assert.equal(written(momentsOf(starts, { frameCount, hop }, length)), expected);
  });
}

Deno.test("Moments lie side by side from start to end, each with the mean of what shows it", () => {
  const lengths = fc.record({
    frameCount: fc.integer({ min: 1, max: 9 }),
    hop: fc.integer({ min: 1, max: 12 }),
    length: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(fc.property(lengths, ({ frameCount, hop, length }) => {
    const last = Math.max(0, length - frameCount);
    const starts: number[] = [];
    for (let start = 0; start <= last; start += hop) starts.push(start);
    if (starts.at(-1) !== last) starts.push(last);
    const moments = momentsOf(starts, { frameCount, hop }, length);
    assert.equal(moments[0]?.from, 0);
    assert.equal(moments.at(-1)?.to, length);
    for (const [index, { from, to, probabilities: [value] }] of moments.entries()) {
      assert.ok(from < to);
      if (index > 0) assert.equal(moments[index - 1]?.to, from);
      const showing = [...starts.keys()].filter((window) =>
        starts[window]! <= from && starts[window]! + frameCount >= to
      );
      if (hop > frameCount || showing.length === 0) continue;
      const mean = showing.reduce((sum, window) => sum + window, 0) / showing.length;
      assert.ok(Math.abs(value! - mean) < 1e-5);
    }
  }));
});
