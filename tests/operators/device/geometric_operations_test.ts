import assert from "node:assert/strict";
import {
  GEOMETRIC_OPERATIONS,
  isGeometric,
  transformFrames,
} from "../../../operators/device/_geometric_operations.ts";
import { STRONG_OPERATIONS } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

Deno.test("isGeometric() holds for the operations that move pixels", () => {
  const geometric = STRONG_OPERATIONS.filter(isGeometric);
  assert.deepEqual(geometric, ["rotate", "shearX", "shearY", "translateX", "translateY"]);
});

Deno.test("GEOMETRIC_OPERATIONS rotate about the middle of the frame", () => {
  const [a, b, c, d, e, f] = GEOMETRIC_OPERATIONS.rotate(90, 5, 5);
  const x = 1;
  const y = 2;
  // Counter-clockwise: the pixel left of the middle comes from above it.
  assert.deepEqual([a * x + b * y + c, d * x + e * y + f].map(Math.round), [2, 1]);
});

Deno.test("GEOMETRIC_OPERATIONS translate by whole pixels", () => {
  assert.equal(GEOMETRIC_OPERATIONS.translateX(0.3, 10, 9)[2], -2);
  assert.equal(GEOMETRIC_OPERATIONS.translateY(0.3, 10)[5], -3);
});

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
