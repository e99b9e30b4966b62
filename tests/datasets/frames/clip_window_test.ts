import assert from "node:assert/strict";
import { testWindows, trainingWindow } from "../../../datasets/mod.ts";

Deno.test("trainingWindow() and testWindows() refuse impossible numbers", () => {
  const lengths = { gridFrames: 10, windowFrames: 4 };
  assert.throws(() => trainingWindow({ ...lengths, gridFrames: 0 }, 0), RangeError);
  assert.throws(() => trainingWindow({ ...lengths, windowFrames: 1.5 }, 0), RangeError);
  for (const draw of [-0.1, 1, NaN]) {
    assert.throws(() => trainingWindow(lengths, draw), RangeError);
  }
  assert.throws(() => testWindows(lengths, 0), RangeError);
});
