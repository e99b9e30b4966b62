import { tf } from "../../runtime/mod.ts";
import { sumsOfSquares } from "../../runtime/ops/mod.ts";
import type { Parameters } from "../networks/model.ts";

/** Result of {@linkcode gradientClip}. */
export interface GradientClip {
  /** Factor for every gradient; 1 if their norm is within the limit. */
  readonly factor: tf.Scalar;
  /** Euclidean norm of all gradients together, before clipping. */
  readonly norm: tf.Scalar;
}

/**
 * Computes the factor that scales all gradients so that their total norm is at most `limit`, as
 * `torch.nn.utils.clip_grad_norm_` does. {@linkcode Sgd.update} multiplies the gradients by it.
 *
 * @param limit Maximum norm of all gradients together.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gradientClip } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const { factor, norm } = gradientClip({ weight: tf.tensor1d([3, 4]) }, 2.5);
 * assert.equal(norm.arraySync(), 5);
 * assert.equal(factor.arraySync().toFixed(3), "0.500");
 * ```
 */
export function gradientClip(gradients: Parameters, limit: number): GradientClip {
  return tf.tidy(() => {
    const norm = tf.sqrt(tf.addN(sumsOfSquares(Object.values(gradients)))) as tf.Scalar;
    const factor = tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1) as tf.Scalar;
    return { factor, norm };
  });
}
