import { tf } from "../../../runtime/mod.ts";
import { softmaxCrossEntropy } from "../../../runtime/ops/mod.ts";

/**
 * Computes the mean cross-entropy of labeled clips: equations (2) and (3) of the ActNetFormer paper.
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
