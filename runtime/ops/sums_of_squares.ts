import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { rowSums } from "./_row_sums.ts";

/**
 * Computes the sum of squares of each tensor, in float32. No gradient passes through it.
 *
 * @param tensors Of any shapes.
 * @returns A scalar for each.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { sumsOfSquares } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const [sum] = sumsOfSquares([tf.tensor2d([[1, 2], [2, 4]])]);
 * assert.equal(sum?.arraySync(), 25);
 * ```
 */
export function sumsOfSquares(tensors: readonly tf.Tensor[]): tf.Scalar[] {
  return tf.tidy(() => {
    // As vectors, so that tensors of the same length share a kernel.
    const vectors = tensors.map((tensor): [tf.Tensor] => [tf.reshape(tensor, [-1])]);
    return SQUARES.runEach(vectors).map(([sum]) => sum as tf.Scalar);
  });
}

/** Sum of squares of a vector. */
const SQUARES = new FusedKernel("sum_of_squares", ["float32"], (vector: tf.Tensor) => [
  tf.squeeze(rowSums(tf.square(vector))),
]);
