import { tf } from "./tfjs.ts";

/**
 * Returns a tensor that has a shape and a type but no values and takes no memory: the input of a
 * function to prepare. It must not be used for anything else, and needs not be disposed.
 *
 * @param dtype Type of the values.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compile, shapeOnly, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * using double = compile((x: tf.Tensor1D) => tf.mul<tf.Tensor1D>(x, 2));
 * assert.equal(double.prepare(shapeOnly<tf.Rank.R1>([1000])).peakBytes, 4000);
 * ```
 */
export function shapeOnly<Rank extends tf.Rank>(
  shape: tf.ShapeMap[Rank],
  dtype: tf.DataType = "float32",
): tf.Tensor<Rank> {
  return new tf.Tensor<Rank>(shape, dtype, {}, -1);
}
