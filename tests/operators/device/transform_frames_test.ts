import assert from "node:assert/strict";
import { transformFrames } from "../../../operators/device/_transform_frames.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

/** One frame of one row of three gray pixels. */
function frame(): tf.Tensor4D {
  return tf.tensor4d([[[[10, 10, 10], [20, 20, 20], [30, 30, 30]]]]);
}

/** The red values of a row. */
function redOf(frames: tf.Tensor4D): number[] {
  return Array.from(frames.dataSync()).filter((_, index) => index % 3 === 0);
}

tidyTest("transformFrames() reads each pixel where the map says, and black outside", () => {
  const sample = { interpolation: "nearest" } as const;
  assert.deepEqual(redOf(transformFrames(frame(), [1, 0, 0, 0, 1, 0], sample)), [10, 20, 30]);
  assert.deepEqual(redOf(transformFrames(frame(), [1, 0, 1, 0, 1, 0], sample)), [20, 30, 0]);
  assert.deepEqual(redOf(transformFrames(frame(), [-1, 0, 2, 0, 1, 0], sample)), [30, 20, 10]);
});

tidyTest("transformFrames() mixes neighbors if it samples bilinearly", () => {
  const moved = transformFrames(frame(), [1, 0, 0.5, 0, 1, 0], { interpolation: "bilinear" });
  assert.deepEqual(redOf(moved), [15, 25, 15]);
});
