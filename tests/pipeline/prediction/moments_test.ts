import assert from "node:assert/strict";
import fc from "fast-check";
import { Moments, type Scored } from "../../../pipeline/prediction/_moments.ts";

/** Adds windows at these starts, each with its index as the probability of one class. */
function momentsOf(
  starts: readonly number[],
  frameCount: number,
  length: number,
): Scored[] {
  const moments = new Moments();
  const all = starts.flatMap((from, index) =>
    moments.add({ from, to: from + frameCount, probabilities: Float32Array.of(index) })
  );
  return [...all, ...moments.finish(length)];
}

function written(moments: readonly Scored[]): string {
  return moments.map(({ from, to, probabilities: [value] }) => `${from}-${to}: ${value}`).join(
    ", ",
  );
}

const CASES: readonly (readonly [string, readonly number[], number, number, string])[] = [
  ["one window", [0], 4, 4, "0-4: 0"],
  ["a video shorter than its window", [0], 4, 3, "0-3: 0"],
  ["windows side by side", [0, 4], 4, 8, "0-4: 0, 4-8: 1"],
  ["half a window further", [0, 2, 4], 4, 8, "0-2: 0, 2-4: 0.5, 4-6: 1.5, 6-8: 2"],
  [
    "the last one ends with the video",
    [0, 2, 3],
    4,
    7,
    "0-2: 0, 2-3: 0.5, 3-4: 1, 4-6: 1.5, 6-7: 2",
  ],
  ["gaps belong to the nearest window", [0, 6, 12], 2, 14, "0-4: 0, 4-10: 1, 10-14: 2"],
  ["a narrower gap before the last one", [0, 6, 8], 2, 10, "0-4: 0, 4-8: 1, 8-10: 2"],
  [
    "the last one shows what the one before does",
    [0, 6, 7],
    2,
    9,
    "0-4: 0, 4-7: 1, 7-8: 1.5, 8-9: 2",
  ],
];

for (const [situation, starts, frameCount, length, expected] of CASES) {
  Deno.test(`Moments: ${situation}`, () => {
    assert.equal(written(momentsOf(starts, frameCount, length)), expected);
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
    const moments = momentsOf(starts, frameCount, length);
    assert.equal(moments[0]?.from, 0);
    assert.equal(moments.at(-1)?.to, length);
    for (const [index, { from, to, probabilities: [value] }] of moments.entries()) {
      assert.ok(from < to);
      if (index > 0) assert.equal(moments[index - 1]?.to, from);
      // How far a window is from the middle of the moment; none if it shows it.
      const distances = starts.map((start) => {
        const time = (from + to) / 2;
        return Math.max(0, start - time, time - start - frameCount);
      });
      const nearest = Math.min(...distances);
      const heard = [...starts.keys()].filter((window) => distances[window] === nearest);
      const mean = heard.reduce((sum, window) => sum + window, 0) / heard.length;
      assert.ok(Math.abs(value! - mean) < 1e-5, written(moments));
    }
  }));
});
