import assert from "node:assert/strict";
import { restoreFlow, storeFlow } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

/** Half a stored level in pixels, with room for float32. */
const ROUNDING = 10 / 127 + 1e-4;

tidyTest("storeFlow() keeps flow within half a level, and what does not move exactly", () => {
  const values = Array.from({ length: 4001 }, (_, index) => (index - 2000) / 100);
  const flow = tf.stack([values, values.toReversed()], 1).reshape<tf.Tensor4D>([1, 1, 4001, 2]);
  const images = storeFlow(flow);
  assert.deepEqual([images.shape, images.dtype], [[1, 1, 4001, 3], "int32"]);
  const restored = restoreFlow(images);
  const largest = tf.max(tf.abs(tf.sub(restored, flow))).dataSync()[0]!;
  assert.ok(largest <= ROUNDING, `${largest}`);
  assert.equal(restored.dataSync()[2 * 2000], 0);
  const mirrored = restoreFlow(storeFlow(tf.neg(flow)));
  assert.equal(tf.max(tf.abs(tf.add(mirrored, restored))).dataSync()[0], 0);
  const far = restoreFlow(storeFlow(tf.tensor4d([[[[-99, 99]]]])));
  assert.deepEqual(far.round().dataSync(), Float32Array.of(-20, 20));
});
