import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { applyRowOp, linearOfRowOp, type RowOp } from "./_row_op.ts";

/** Added to the variance before the root, as the official TimeSformer does. */
const EPSILON = 1e-6;

/** Scale and shift of {@link layerNorm}, each [width]. */
export interface LayerNormParameters {
  readonly weight: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
}

/**
 * Normalizes the last axis to mean 0 and variance 1, then scales and shifts it.
 *
 * @param x [..., width]
 * @returns of the shape of `x`; gradients for `x`, `weight` and `bias`
 */
export function layerNorm<T extends tf.Tensor>(x: T, { weight, bias }: LayerNormParameters): T {
  return applyRowOp(LAYER_NORM, x, [weight, bias]);
}

/**
 * `layerNorm(x) · weightᵀ + bias` over the last axis, as {@link linear} of {@link layerNorm}, whose
 * result is not kept for the way back.
 *
 * @param x [..., in]
 * @param weight [out, in]
 * @param bias [out]
 * @returns [..., out]
 */
export function layerNormLinear<T extends tf.Tensor>(
  x: T,
  norm: LayerNormParameters,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): T {
  return linearOfRowOp(LAYER_NORM, x, [norm.weight, norm.bias], weight, bias);
}

/** From rows [rows, width], weight and bias to values, and mean and 1 / deviation of each row [rows, 1]. */
const FORWARD = new FusedKernel(
  "layer_norm",
  ["operand", "float32", "float32"],
  (rows, weight, bias) => {
    const mean = tf.mean(rows!, 1, true);
    const centered = tf.sub(rows!, mean);
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centered), 1, true), EPSILON));
    return [tf.add(tf.mul(tf.mul(centered, scale), weight!), bias!), mean, scale];
  },
);

/** From the gradient of the values to the values, and the gradients of rows, weight and bias. */
const BACKWARD = new FusedKernel(
  "layer_norm_gradient",
  ["operand", 1, "float32", "float32"],
  (dy, rows, weight, bias, mean, scale) => {
    const normalized = tf.mul(tf.sub(rows!, mean!), scale!);
    const weighted = tf.mul(dy!, weight!);
    const along = tf.mean(tf.mul(weighted, normalized), 1, true);
    const direct = tf.sub(weighted, tf.mean(weighted, 1, true));
    return [
      tf.add(tf.mul(normalized, weight!), bias!),
      tf.mul(tf.sub(direct, tf.mul(normalized, along)), scale!),
      tf.sum(tf.mul(dy!, normalized), 0),
      tf.sum(dy!, 0),
    ];
  },
);

const LAYER_NORM: RowOp = {
  forward: (rows, ...parameters) => FORWARD.run(rows, ...parameters),
  backward: (dy, ...saved) => BACKWARD.run(dy, ...saved),
};
