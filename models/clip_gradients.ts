import { tf } from "../runtime/mod.ts";
import type { Parameters } from "./model.ts";

/** What {@link clipGradients} gives. */
export interface ClippedGradients {
  readonly gradients: Parameters;
  /** Euclidean norm of all gradients together, before clipping. */
  readonly norm: tf.Scalar;
}

/**
 * Shrinks all gradients by one factor so that their common norm is at most `limit`, as
 * `torch.nn.utils.clip_grad_norm_`. New tensors; those passed in stay the caller's.
 */
export function clipGradients(gradients: Parameters, limit: number): ClippedGradients {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(tf.addN(squares)) as tf.Scalar;
    const factor = tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1);
    const clipped = Object.entries(gradients).map(([name, gradient]) =>
      [name, tf.mul(gradient, factor)] as const
    );
    return { gradients: Object.fromEntries(clipped), norm };
  });
}
