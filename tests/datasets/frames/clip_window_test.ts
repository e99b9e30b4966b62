import assert from "node:assert/strict";
import { testWindows, trainingWindow } from "../../../datasets/mod.ts";

Deno.test("trainingWindow() and testWindows() refuse impossible numbers", () => {
  const each = { gridFrames: 10, windowFrames: 4 };
  assert.throws(() => trainingWindow({ ...each, gridFrames: 0 }, 0), RangeError);
  assert.throws(() => trainingWindow({ ...each, windowFrames: 1.5 }, 0), RangeError);
  for (const draw of [-0.1, 1, NaN]) {
    assert.throws(() => trainingWindow(each, draw), RangeError);
  }
  assert.throws(() => testWindows(each, 0), RangeError);
});
