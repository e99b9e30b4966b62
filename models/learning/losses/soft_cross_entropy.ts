import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";

/**
 * Computes the mean cross-entropy of clips with target probabilities: -Σ target · log softmax. A clip
 * whose targets are all zero adds nothing, but counts in the mean.
 *
 * @param logits [batch, classes]
 * @param targets [batch, classes]; no gradient reaches them.
 * @throws {RangeError} If the targets have another shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { softCrossEntropy } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const loss = softCrossEntropy(tf.tensor2d([[0, 0]]), tf.tensor2d([[0.3, 0.7]]));
 * assert.equal(loss.arraySync().toFixed(4), Math.log(2).toFixed(4));
 * ```
 */
export function softCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  assertSameShape(targets, logits, { action: "compare logits", name: "their targets" });
  const likelihoods = tf.sum(tf.mul(tf.logSoftmax(logits), stopGradient(targets)), 1);
  return tf.neg(tf.mean(likelihoods));
}
