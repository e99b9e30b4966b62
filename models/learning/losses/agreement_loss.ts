import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";

/**
 * Computes how far two branches disagree on the same clips, after TACL: half the Kullback-Leibler
 * divergence of each from the other, which is constant for it, averaged over clips.
 *
 * @param logits [batch, classes]
 * @param otherLogits [batch, classes], of the same clips in the same order.
 * @throws {RangeError} If the branches have different shapes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { agreementLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const logits = tf.tensor2d([[1, 0, 2]]);
 * assert.equal(agreementLoss(logits, logits).arraySync(), 0);
 * assert.ok(agreementLoss(logits, tf.neg(logits)).arraySync() > 0);
 * ```
 */
export function agreementLoss(logits: tf.Tensor2D, otherLogits: tf.Tensor2D): tf.Scalar {
  assertSameShape(otherLogits, logits, {
    action: "compare branches",
    name: "the other logits",
  });
  const likelihoods = tf.logSoftmax(logits);
  const otherLikelihoods = tf.logSoftmax(otherLogits);
  const divergences = tf.add(
    divergence(likelihoods, stopGradient(otherLikelihoods)),
    divergence(otherLikelihoods, stopGradient(likelihoods)),
  );
  return tf.div(divergences, 2);
}

/** KL(p ‖ q) of log-probabilities, averaged over rows. */
function divergence(logP: tf.Tensor2D, logQ: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), 1));
}
