import assert from "node:assert/strict";
import { mapTensors } from "../../../operators/step/_map_tensors.ts";
import { hostValues } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

tidyTest("mapTensors() changes every tensor and keeps the form of the tree", () => {
  const doubled = mapTensors({ b: [tf.scalar(1)], a: tf.scalar(2) }, (tensor) => tensor.mul(2));
  assert.deepEqual(hostValues(doubled), { b: [2], a: 4 });
});
