import { tf } from "../../../runtime/mod.ts";
import { gatherRows, stopGradient } from "../../../runtime/ops/mod.ts";

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
 * Returns the labels that probabilities give: what `pseudoLabels` returns for logits, for
 * probabilities of several branches or of neighbors.
 *
 * @param probabilities [batch, classes]
 * @param threshold δ: the confidence from which a label counts; [classes]: of each class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { confidentLabels } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const probabilities = tf.tensor2d([[0.4, 0.6], [0.7, 0.3]]);
 * const { labels, mask } = confidentLabels(probabilities, tf.tensor1d([0.9, 0.5]));
 * assert.deepEqual(labels.arraySync(), [1, 0]);
 * assert.deepEqual(mask.arraySync(), [1, 0]);
 * ```
 */
export function confidentLabels(
  probabilities: tf.Tensor2D,
  threshold: number | tf.Tensor1D,
): PseudoLabels {
  const constant = stopGradient(probabilities);
  const confidence = tf.max(constant, 1) as tf.Tensor1D;
  const labels: tf.Tensor1D = tf.argMax(constant, 1);
  const limit = typeof threshold === "number" ? threshold : gatherRows(threshold, labels);
  return {
    labels,
    confidence,
    mask: tf.cast(tf.greaterEqual(confidence, limit), "float32"),
  };
}
