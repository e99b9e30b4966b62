import assert from "node:assert/strict";
import fc from "fast-check";
import { trainingWindow } from "../../../datasets/mod.ts";

const LENGTHS = fc.record({
  gridFrames: fc.integer({ min: 1, max: 500 }),
  windowFrames: fc.integer({ min: 1, max: 200 }),
});

Deno.test("trainingWindow() reaches every start at which the window fits, and no other", () => {
  const starts = new Set<number>();
  for (let draw = 0; draw < 1; draw += 1 / 64) {
    starts.add(trainingWindow({ gridFrames: 10, windowFrames: 7 }, draw).startFrame);
  }
  assert.deepEqual([...starts], [0, 1, 2, 3]);
  const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(fc.property(LENGTHS, draws, (lengths, draw) => {
    const { startFrame, frameCount } = trainingWindow(lengths, draw);
    assert.equal(frameCount, lengths.windowFrames);
    assert.ok(
      startFrame >= 0 && startFrame <= Math.max(0, lengths.gridFrames - lengths.windowFrames),
    );
  }));
});
