import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import { matrixMultiply } from "./_matrix_multiply.ts";

/** Added to the variance before the root, as the official TimeSformer does. */
const EPSILON = 1e-6;

/**
 * Normalises the last axis to mean 0 and variance 1, then scales and shifts it.
 *
 * Composed of full passes over `x`: `FusedBatchNormV3` over transposed data takes longer.
 *
 * @param x [..., width]
 * @param weight [width]
 * @param bias [width]
 * @returns of the shape of `x`; gradients for `x`, `weight` and `bias`
 */
export function layerNorm<T extends tf.Tensor>(x: T, weight: tf.Tensor1D, bias: tf.Tensor1D): T {
  const width = weight.shape[0];
  return differentiable<T>([x, weight, bias], (save) => {
    const rows = tf.reshape<tf.Rank.R2>(x, [-1, width]);
    const centred = tf.sub(rows, tf.mean(rows, 1, true));
    const variance = tf.mean(tf.square(centred), 1, true);
    const scale = tf.rsqrt(tf.add(variance, EPSILON));
    const normalised = tf.mul(centred, scale);
    save([normalised, scale, weight]);
    return {
      value: tf.reshape(tf.add(tf.mul(normalised, weight), bias), x.shape) as T,
      gradients: (dy, saved) => {
        const [normalised, scale, weight] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        const flat = tf.reshape<tf.Rank.R2>(dy, [-1, width]);
        const product = tf.mul(flat, normalised) as tf.Tensor2D;
        // Means over a row of dy · weight, read in one pass each.
        const average = tf.reshape<tf.Rank.R2>(tf.div(weight, width), [width, 1]);
        const meanGradient = matrixMultiply(flat, average);
        const meanProduct = matrixMultiply(product, average);
        const direct = tf.sub(tf.mul(flat, weight), meanGradient);
        const forRows = tf.mul(tf.sub(direct, tf.mul(normalised, meanProduct)), scale);
        return [tf.reshape(forRows, x.shape), tf.sum(product, 0), tf.sum(flat, 0)];
      },
    };
  });
}
