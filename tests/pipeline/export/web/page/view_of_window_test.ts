import assert from "node:assert/strict";
import { cropFrames, testCrops } from "../../../../../operators/mod.ts";
import { viewOfWindow } from "../../../../../pipeline/export/web/page/view_of_window.ts";
import { tf } from "../../../../../runtime/mod.ts";
import { withoutLeaks } from "../../../../_leaks.ts";

/** Levels from 0 to 255, in float32. */
const TOLERANCE = 1e-3;

Deno.test("viewOfWindow() cuts and scales as the program's tests do", () => {
  withoutLeaks(() => {
    const [count, height, width] = [5, 12, 20];
    const frames = Uint8Array.from({ length: count * height * width * 3 }, (_, index) => {
      return (index * 7919) % 256;
    });
    const frameIndices = [0, 2, 4];
    const chosen = frameIndices.map((index) => {
      const bytes = height * width * 3;
      return [...frames.subarray(index * bytes, (index + 1) * bytes)];
    });
    for (const size of [8, 12, 16]) {
      for (const plan of testCrops({ height, width })) {
        const levels = tf.tensor4d(chosen.flat(), [3, height, width, 3]);
        const expected = cropFrames(levels, [plan], [size, size]).dataSync();
        const view = viewOfWindow({ frames, width, height }, { frameIndices, size, box: plan.box });
        const differences = Array.from(view, (level, index) => Math.abs(level - expected[index]!));
        assert.equal(view.length, expected.length);
        assert.ok(Math.max(...differences) < TOLERANCE, `${Math.max(...differences)} levels`);
      }
    }
  });
});
