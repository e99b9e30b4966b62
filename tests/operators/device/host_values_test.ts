import assert from "node:assert/strict";
import { hostValues } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

tidyTest("hostValues() returns scalars as numbers and all others as flat arrays", () => {
  const tree = {
    loss: tf.scalar(0.5),
    classes: tf.tensor1d([3, 1], "int32"),
    mask: tf.tensor2d([[true, false]], [1, 2], "bool"),
  };
  assert.deepEqual(hostValues(tree), {
    loss: 0.5,
    classes: Int32Array.of(3, 1),
    mask: Uint8Array.of(1, 0),
  });
});

tidyTest("hostValues() keeps the form of nested records and lists", () => {
  const tree = { networks: [{ norm: tf.scalar(1) }, { norm: tf.scalar(2) }], none: {} };
  assert.deepEqual(hostValues(tree), { networks: [{ norm: 1 }, { norm: 2 }], none: {} });
});
