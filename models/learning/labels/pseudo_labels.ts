import { tf } from "../../../runtime/mod.ts";
import { confidentLabels, type PseudoLabels } from "./confident_labels.ts";

/**
 * Returns the labels that a model gives to weak views: ŷ = argmax q and 1(max q ≥ δ) of equations
 * (1), (4) and (5) of the ActNetFormer paper.
 *
 * @param weakLogits [batch, classes]
 * @param threshold δ: the confidence from which a label counts; [classes]: of each class.
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
export function pseudoLabels(
  weakLogits: tf.Tensor2D,
  threshold: number | tf.Tensor1D,
): PseudoLabels {
  return confidentLabels(tf.softmax(weakLogits), threshold);
}
