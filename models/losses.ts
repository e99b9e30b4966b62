/**
 * Equations (1)–(7) of ActNetFormer, for logits [batch, classes]. Everything is synchronous and reads
 * no value.
 *
 * @module
 */
import { tf } from "../runtime/mod.ts";
import { softmaxCrossEntropy, stopGradient } from "../runtime/ops/mod.ts";

/** What one model believes of unlabeled clips; no gradient flows through it. */
export interface PseudoLabels {
  /** [batch] int32: the likeliest class. */
  readonly labels: tf.Tensor1D;
  /** [batch]: its probability. */
  readonly confidence: tf.Tensor1D;
  /** [batch]: 1 where the confidence reaches the threshold, otherwise 0. */
  readonly mask: tf.Tensor1D;
}

/**
 * Mean cross-entropy of labeled clips: equations (2) and (3).
 *
 * @param logits [batch, classes]
 * @param labels [batch] int32: indexes of classes
 */
export function supervisedLoss(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const batch = logits.shape[0];
  return softmaxCrossEntropy(logits, labels, tf.fill([batch], 1 / batch));
}

/**
 * Labels that a model gives to weak views: ŷ = argmax q and 1(max q ≥ δ) of equations (4) and (5).
 *
 * @param threshold δ
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
 * Cross-entropy of strong views against the other model's pseudo-labels: equations (4) and (5). Divided
 * by the number of all clips, not of those that passed; zero when none did.
 */
export function maskedCrossEntropy(
  strongLogits: tf.Tensor2D,
  { labels, mask }: Pick<PseudoLabels, "labels" | "mask">,
): tf.Scalar {
  return softmaxCrossEntropy(strongLogits, labels, tf.div(mask, strongLogits.shape[0]));
}

/**
 * Symmetric NT-Xent between what two models say of the same clips: equation (6), averaged over all
 * 2 · batch anchors. Representations are class probabilities; the gradient reaches both models.
 *
 * @param primaryLogits [batch, classes]
 * @param auxiliaryLogits [batch, classes], of the same clips in the same order
 * @param temperature τ
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
  // An anchor is not compared with itself: out of reach of the softmax, yet finite.
  const itself = tf.mul(tf.eye(2 * batch), -1e9);
  const indices = Array.from({ length: 2 * batch }, (_, index) => (index + batch) % (2 * batch));
  return supervisedLoss(tf.add(similarities, itself), tf.tensor1d(indices, "int32"));
}

/** The five terms of equation (7). */
export interface LossTerms {
  readonly supervisedPrimary: tf.Scalar;
  readonly supervisedAuxiliary: tf.Scalar;
  readonly pseudoPrimary: tf.Scalar;
  readonly pseudoAuxiliary: tf.Scalar;
  readonly contrast: tf.Scalar;
}

/** Weights of equation (7), γ and β; tensors where they change while the step is compiled. */
export interface LossWeights {
  /** γ, of both pseudo-label terms. */
  readonly pseudoLabel: number | tf.Scalar;
  /** β. */
  readonly contrast: number | tf.Scalar;
}

/** The weighted sum of equation (7). */
export function totalLoss(terms: LossTerms, weights: LossWeights): tf.Scalar {
  const supervised = tf.add(terms.supervisedPrimary, terms.supervisedAuxiliary);
  const pseudo = tf.add(terms.pseudoPrimary, terms.pseudoAuxiliary);
  return tf.addN([
    supervised,
    tf.mul(pseudo, weights.pseudoLabel),
    tf.mul(terms.contrast, weights.contrast),
  ]) as tf.Scalar;
}
