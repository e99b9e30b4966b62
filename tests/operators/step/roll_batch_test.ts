import assert from "node:assert/strict";
import { rollBatch } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

tidyTest("rollBatch() moves each entry to the next position", () => {
  const batch = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
  assert.deepEqual(rollBatch(batch).arraySync(), [[5, 6], [1, 2], [3, 4]]);
  assert.deepEqual(rollBatch(tf.tensor1d([4], "int32")).arraySync(), [4]);
});
