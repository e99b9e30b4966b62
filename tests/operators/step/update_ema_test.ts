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

tidyTest("updateEma() refuses shares outside 0 to 1, and other shapes", () => {
  const before = { a: tf.scalar(1) };
  for (const decay of [-0.5, 1, NaN]) {
    assert.throws(() => updateEma(before, before, decay), {
      name: "RangeError",
      message:
        `Cannot average as 'decay' must be a number from 0 to below 1: current value is ${decay}`,
    });
  }
  assert.throws(() => updateEma({ a: tf.zeros([1]) }, { a: tf.zeros([2]) }, 0.5), {
    name: "RangeError",
    message:
      "Cannot average 'a' as its shape must be [1], that of the average: current value is [2]",
  });
});
