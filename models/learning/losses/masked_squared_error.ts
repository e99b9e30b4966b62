import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";
import type { MixedTargets } from "../labels/mixed_targets.ts";

/**
 * Computes the consistency of SVFormer: the squared error between outputs before the softmax and
 * target probabilities, averaged over classes, weighted by clip, and divided by the number of all
 * clips.
 *
 * @param outputs [batch, classes]: logits, compared with probabilities as they are.
 * @param mixed Targets and weights; no gradient reaches them.
 * @throws {RangeError} If outputs and targets have different shapes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { maskedSquaredError } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const [outputs, targets] = [tf.tensor2d([[2, 0], [7, 7]]), tf.tensor2d([[1, 0], [0, 1]])];
 * const loss = maskedSquaredError(outputs, { targets, weights: tf.tensor1d([1, 0]) });
 * assert.equal(loss.arraySync(), 0.25);
 * ```
 */
export function maskedSquaredError(
  outputs: tf.Tensor2D,
  { targets, weights }: MixedTargets,
): tf.Scalar {
  assertSameShape(targets, outputs, { action: "compare outputs", name: "their targets" });
  const errors = tf.squaredDifference(outputs, stopGradient(targets));
  return tf.mean(tf.mul(tf.mean(errors, 1), stopGradient(weights)));
}
