import assert from "node:assert/strict";
import fc from "fast-check";
import { testWindows } from "../../../datasets/mod.ts";

const LENGTHS = fc.record({
  gridFrames: fc.integer({ min: 1, max: 500 }),
  windowFrames: fc.integer({ min: 1, max: 200 }),
});

Deno.test("testWindows() spreads starts evenly from the first to the last", () => {
  const starts = (gridFrames: number, clips: number) =>
    testWindows({ gridFrames, windowFrames: 20 }, clips).map(({ startFrame }) => startFrame);
  assert.deepEqual(starts(100, 5), [0, 20, 40, 60, 80]);
  assert.deepEqual(starts(23, 5), [0, 1, 2, 2, 3]);
  assert.deepEqual(starts(100, 1), [40]);
  assert.deepEqual(starts(7, 3), [0, 0, 0]);
  fc.assert(fc.property(LENGTHS, fc.integer({ min: 2, max: 12 }), (lengths, clips) => {
    const found = testWindows(lengths, clips).map(({ startFrame }) => startFrame);
    assert.equal(found[0], 0);
    assert.equal(found.at(-1), Math.max(0, lengths.gridFrames - lengths.windowFrames));
    const steps = found.slice(1).map((start, index) => start - (found[index] ?? 0));
    assert.ok(Math.max(...steps) - Math.min(...steps) <= 1);
  }));
});
