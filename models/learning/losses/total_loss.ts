import { tf } from "../../../runtime/mod.ts";

/** The five terms of equation (7) of the ActNetFormer paper. */
export interface LossTerms {
  /** Equation (2). */
  readonly supervisedPrimary: tf.Scalar;
  /** Equation (3). */
  readonly supervisedAuxiliary: tf.Scalar;
  /** Equation (4): the primary model on the auxiliary one's labels. */
  readonly pseudoPrimary: tf.Scalar;
  /** Equation (5): the auxiliary model on the primary one's labels. */
  readonly pseudoAuxiliary: tf.Scalar;
  /** Equation (6). */
  readonly contrast: tf.Scalar;
}

/**
 * Weights of equation (7), γ and β: tensors if they are to change without compiling the step again.
 */
export interface LossWeights {
  /** γ, of both pseudo-label terms. */
  readonly pseudoLabel: number | tf.Scalar;
  /** β, of the contrastive term. */
  readonly contrast: number | tf.Scalar;
}

/**
 * Computes the weighted sum of equation (7).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { totalLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const one = tf.scalar(1);
 * const supervised = { supervisedPrimary: one, supervisedAuxiliary: one };
 * const pseudo = { pseudoPrimary: one, pseudoAuxiliary: one };
 * const terms = { ...supervised, ...pseudo, contrast: one };
 * const loss = totalLoss(terms, { pseudoLabel: 2, contrast: 0.5 });
 * assert.equal(loss.arraySync(), 6.5);
 * ```
 */
export function totalLoss(terms: LossTerms, weights: LossWeights): tf.Scalar {
  const supervised = tf.add(terms.supervisedPrimary, terms.supervisedAuxiliary);
  const pseudo = tf.add(terms.pseudoPrimary, terms.pseudoAuxiliary);
  return tf.addN([
    supervised,
    tf.mul(pseudo, weights.pseudoLabel),
    tf.mul(terms.contrast, weights.contrast),
  ]) as tf.Scalar;
}
