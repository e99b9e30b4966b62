/**
 * Equations (1) to (7) of the ActNetFormer paper, for logits [batch, classes]. All functions are
 * synchronous and read no values, so that they also run in a compiled step.
 *
 * @module
 */
import { tf } from "../../runtime/mod.ts";
import { softmaxCrossEntropy, stopGradient } from "../../runtime/ops/mod.ts";

/** Labels that one model gives to unlabeled clips; no gradient flows through them. */
export interface PseudoLabels {
  /** [batch] int32: the most likely class. */
  readonly labels: tf.Tensor1D;
  /** [batch]: its probability. */
  readonly confidence: tf.Tensor1D;
  /** [batch]: 1 if the confidence reaches the threshold, else 0. */
  readonly mask: tf.Tensor1D;
}

/**
 * Computes the mean cross-entropy of labeled clips: equations (2) and (3).
 *
 * @param logits [batch, classes]
 * @param labels [batch] int32: class indices.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { supervisedLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const logits = tf.tensor2d([[0, 0, 0, 0]]);
 * const loss = supervisedLoss(logits, tf.tensor1d([2], "int32"));
 * assert.equal(loss.arraySync().toFixed(4), Math.log(4).toFixed(4));
 * ```
 */
export function supervisedLoss(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const batch = logits.shape[0];
  return softmaxCrossEntropy(logits, labels, tf.fill([batch], 1 / batch));
}

/**
 * Returns the labels that a model gives to weak views: ŷ = argmax q and 1(max q ≥ δ) of equations
 * (1), (4) and (5).
 *
 * @param weakLogits [batch, classes]
 * @param threshold δ: the confidence from which a label counts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { pseudoLabels } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const logits = tf.tensor2d([[0, 9], [1, 0]]);
 * const { labels, mask } = pseudoLabels(logits, 0.95);
 * assert.deepEqual(labels.arraySync(), [1, 0]);
 * assert.deepEqual(mask.arraySync(), [1, 0]);
 * ```
 */
export function pseudoLabels(weakLogits: tf.Tensor2D, threshold: number): PseudoLabels {
  const probabilities = tf.softmax(stopGradient(weakLogits));
  const confidence = tf.max(probabilities, 1) as tf.Tensor1D;
  return {
    labels: tf.argMax(probabilities, 1),
    confidence,
    mask: tf.cast(tf.greaterEqual(confidence, threshold), "float32"),
  };
}

/**
 * Computes the cross-entropy of strong views with pseudo-labels: those of the other model in
 * equations (4) and (5), the model's own in equation (1). The sum is divided by the number of all
 * clips, not only of those that pass the threshold; it is zero if none does.
 *
 * @param strongLogits [batch, classes]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { maskedCrossEntropy, pseudoLabels } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const pseudo = pseudoLabels(tf.tensor2d([[0, 9], [1, 0]]), 0.95);
 * const loss = maskedCrossEntropy(tf.zeros([2, 2]), pseudo);
 * assert.equal(loss.arraySync().toFixed(4), (Math.log(2) / 2).toFixed(4));
 * ```
 */
export function maskedCrossEntropy(
  strongLogits: tf.Tensor2D,
  { labels, mask }: Pick<PseudoLabels, "labels" | "mask">,
): tf.Scalar {
  return softmaxCrossEntropy(strongLogits, labels, tf.div(mask, strongLogits.shape[0]));
}

/**
 * Computes the symmetric NT-Xent loss between the outputs of two models for the same clips:
 * equation (6), averaged over all 2 · batch anchors. Representations are class probabilities; the
 * gradient reaches both models.
 *
 * @param primaryLogits [batch, classes]
 * @param auxiliaryLogits [batch, classes], of the same clips in the same order.
 * @param temperature τ.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { contrastiveLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const agreeing = tf.tensor2d([[9, 0], [0, 9]]);
 * const [same, swapped] = [agreeing, tf.reverse(agreeing, 0)]
 *   .map((auxiliary) => contrastiveLoss(agreeing, auxiliary, 0.5).arraySync());
 * assert.ok(same! < swapped!);
 * ```
 */
export function contrastiveLoss(
  primaryLogits: tf.Tensor2D,
  auxiliaryLogits: tf.Tensor2D,
  temperature: number,
): tf.Scalar {
  const batch = primaryLogits.shape[0];
  const representations = tf.concat([tf.softmax(primaryLogits), tf.softmax(auxiliaryLogits)], 0);
  const lengths = tf.sqrt(tf.sum(tf.square(representations), 1, true));
  const directions = tf.div<tf.Tensor2D>(representations, lengths);
  const similarities = tf.div(tf.matMul(directions, directions, false, true), temperature);
  // An anchor is not compared with itself: after the softmax this finite value gives zero.
  const self = tf.mul(tf.eye(2 * batch), -1e9);
  const positives = Array.from({ length: 2 * batch }, (_, index) => (index + batch) % (2 * batch));
  return supervisedLoss(tf.add(similarities, self), tf.tensor1d(positives, "int32"));
}

/** The five terms of equation (7). */
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
