import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { applyRowOp, linearOfRowOp, type RowOp } from "./_row_op.ts";

/**
 * Computes the exact Gaussian error linear unit x · Φ(x), elementwise; Φ is the normal distribution
 * function by `Erf` (PyTorch's default, not its tanh approximation).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { gelu } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * assert.deepEqual(gelu(tf.tensor1d([0, 100])).arraySync(), [0, 100]);
 * ```
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return applyRowOp(GELU, x);
}

/**
 * Computes `gelu(x) · weightᵀ + bias` over the last axis. `gelu(x)` is recomputed in the backward
 * pass instead of being kept.
 *
 * @param x [..., in]
 * @param weight [out, in]
 * @param bias [out]
 * @returns [..., out]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { geluLinear } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const weight = tf.tensor2d([[2, 3]]);
 * const y = geluLinear(tf.tensor2d([[-100, 100]]), weight, tf.tensor1d([0.5]));
 * assert.deepEqual(y.arraySync(), [[300.5]]);
 * ```
 */
export function geluLinear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D, bias: tf.Tensor1D): T {
  return linearOfRowOp(GELU, x, [], { weight, bias });
}

const FORWARD = new FusedKernel(
  "gelu",
  [0],
  (x: tf.Tensor2D) => [tf.mul<tf.Tensor2D>(x, distribution(x))],
);

const BACKWARD = new FusedKernel(
  "gelu_gradient",
  [1, 1],
  (dy: tf.Tensor2D, x: tf.Tensor2D) => {
    const probability = distribution(x);
    const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    const value = tf.mul<tf.Tensor2D>(x, probability);
    return [value, tf.mul<tf.Tensor2D>(dy, tf.add(probability, tf.mul(x, density)))];
  },
);

const GELU: RowOp<[], []> = {
  forward: (rows) => FORWARD.run(rows),
  backward: (dy, rows) => BACKWARD.run(dy, rows),
};

/**
 * Computes Φ(x). XLA's `Erf` stays 2e-7 short of -1, which a large negative x would magnify: set to
 * zero.
 */
function distribution(x: tf.Tensor2D): tf.Tensor2D {
  const isNonzero = tf.cast(tf.greater(x, -5.5), "float32");
  return tf.mul(isNonzero, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5));
}
