import { FusedKernel, tf } from "../runtime/mod.ts";
import type { Parameters } from "./model.ts";

/** What {@link gradientClip} gives. */
export interface GradientClip {
  /** What to multiply every gradient by; 1 where their norm is within the limit. */
  readonly factor: tf.Scalar;
  /** Euclidean norm of all gradients together, before clipping. */
  readonly norm: tf.Scalar;
}

/**
 * The one factor that shortens all gradients so that their common norm is at most `limit`, as
 * `torch.nn.utils.clip_grad_norm_` does. `Sgd.update` multiplies by it in passing.
 */
export function gradientClip(gradients: Parameters, limit: number): GradientClip {
  return tf.tidy(() => {
    const squares = Object.values(gradients)
      .map((gradient) => SQUARES.run(tf.reshape(gradient, [-1]))[0]);
    const norm = tf.sqrt(tf.addN(squares)) as tf.Scalar;
    const factor = tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1) as tf.Scalar;
    return { factor, norm };
  });
}

/** Sum of squares of a vector. */
const SQUARES = new FusedKernel("sum_of_squares", ["float32"], (gradient: tf.Tensor) => [
  tf.sum(tf.square(gradient)),
]);
