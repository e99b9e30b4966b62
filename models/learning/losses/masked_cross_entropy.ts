import { tf } from "../../../runtime/mod.ts";
import { softmaxCrossEntropy } from "../../../runtime/ops/mod.ts";
import type { PseudoLabels } from "../labels/confident_labels.ts";

/**
 * Computes the cross-entropy of strong views with pseudo-labels: those of the other model in
 * equations (4) and (5) of the ActNetFormer paper, the model's own in equation (1). The sum is
 * divided by the number of all clips, not only of those that pass the threshold; it is zero if none
 * does.
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
