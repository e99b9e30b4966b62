import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { applyRowOp, linearOfRowOp, type RowOp } from "./_row_op.ts";

/**
 * The exact Gaussian error linear unit x · Φ(x), elementwise, Φ the normal distribution function by
 * `Erf` (PyTorch's default, not its tanh approximation).
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return applyRowOp(GELU, x);
}

/**
 * `gelu(x) · weightᵀ + bias` over the last axis, as {@link linear} of {@link gelu}, whose result is not
 * kept for the way back.
 *
 * @param x [..., in]
 * @param weight [out, in]
 * @param bias [out]
 * @returns [..., out]
 */
export function geluLinear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D, bias: tf.Tensor1D): T {
  return linearOfRowOp(GELU, x, [], weight, bias);
}

const FORWARD = new FusedKernel("gelu", [0], (x) => [tf.mul(x!, distribution(x!))]);

const BACKWARD = new FusedKernel("gelu_gradient", [1, 1], (dy, x) => {
  const below = distribution(x!);
  const density = tf.mul(tf.exp(tf.mul(tf.square(x!), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return [tf.mul(x!, below), tf.mul(dy!, tf.add(below, tf.mul(x!, density)))];
});

const GELU: RowOp = {
  forward: (rows) => FORWARD.run(rows),
  backward: (dy, rows) => BACKWARD.run(dy, rows!),
};

/** Φ(x). XLA's `Erf` stays 2e-7 short of ±1, which a large negative x would multiply: zero there. */
function distribution(x: tf.Tensor): tf.Tensor {
  const reached = tf.cast(tf.greater(x, -5.5), "float32");
  return tf.mul(reached, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5));
}
