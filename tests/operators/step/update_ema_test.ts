import assert from "node:assert/strict";
import { hostValues, updateEma } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

tidyTest("updateEma() keeps its share of the average, by name", () => {
  const before = { a: tf.tensor1d([1, 2]), b: tf.scalar(4) };
  const current = { b: tf.scalar(8), a: tf.tensor1d([3, 2]), c: tf.scalar(1) };
  const average = updateEma(before, current, 0.75);
  assert.deepEqual(hostValues(average), { a: Float32Array.of(1.5, 2), b: 5 });
});

tidyTest(
  "updateEma() refuses an average without a current tensor",
  () =>
    void assert.throws(() => updateEma({ d: tf.scalar(1) }, { a: tf.scalar(1) }, 0.5), {
      name: "ReferenceError",
      message: "Cannot average 'd' as there must be a tensor of that name",
    }),
);
