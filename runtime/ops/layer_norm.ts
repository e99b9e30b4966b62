import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";

/** Added to the variance before the root, as the official TimeSformer does. */
const EPSILON = 1e-6;

/**
 * Normalises the last axis to mean 0 and variance 1, then scales and shifts it.
 *
 * @param x [..., width]
 * @param weight [width]
 * @param bias [width]
 * @returns of the shape of `x`; gradients for `x`, `weight` and `bias`
 */
export function layerNorm<T extends tf.Tensor>(x: T, weight: tf.Tensor1D, bias: tf.Tensor1D): T {
  const width = weight.shape[0];
  return differentiable<T>([x, weight, bias], (save) => {
    const rows = tf.reshape(x, [-1, width]);
    const [y, mean, scale] = FORWARD.run(rows, weight, bias);
    save([rows, mean!, scale!, weight]);
    return {
      value: tf.reshape(y!, x.shape) as T,
      gradients: (dy, saved) => {
        const flat = tf.reshape(dy, [-1, width]);
        const [forRows, forWeight, forBias] = BACKWARD.run(flat, ...saved);
        return [tf.reshape(forRows!, x.shape), forWeight!, forBias!];
      },
    };
  });
}

/** From rows [rows, width], weight and bias to values, and mean and 1 / deviation of each row [rows, 1]. */
const FORWARD = new FusedKernel(
  "layer_norm",
  ["operand", "float32", "float32"],
  (rows, weight, bias) => {
    const mean = tf.mean(rows!, 1, true);
    const centred = tf.sub(rows!, mean);
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), EPSILON));
    return [tf.add(tf.mul(tf.mul(centred, scale), weight!), bias!), mean, scale];
  },
);

/** From the gradient of the values to those of rows, weight and bias. */
const BACKWARD = new FusedKernel(
  "layer_norm_gradient",
  [1, "float32", "float32"],
  (dy, rows, mean, scale, weight) => {
    const normalised = tf.mul(tf.sub(rows!, mean!), scale!);
    const weighted = tf.mul(dy!, weight!);
    const along = tf.mean(tf.mul(weighted, normalised), 1, true);
    const direct = tf.sub(weighted, tf.mean(weighted, 1, true));
    const forRows = tf.mul(tf.sub(direct, tf.mul(normalised, along)), scale!);
    return [forRows, tf.sum(tf.mul(dy!, normalised), 0), tf.sum(dy!, 0)];
  },
);
