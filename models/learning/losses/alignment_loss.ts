import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";
import { squaredLengths } from "../_directions.ts";

/**
 * Computes the alignment of LTG: for each stage, 1 minus the mean cosine, over all positions,
 * between the channels of a network and those of another one, for the same clips; then the sum over
 * stages.
 *
 * @param stages [batch, frames, height, width, channels] of each stage.
 * @param targets Those of the other network, of the same shapes. No gradient reaches them.
 * @throws {RangeError} If there is no stage, or the two lists or their shapes differ.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { alignmentLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const stage = tf.tensor5d([[[[[1, 0], [0, 2]]]]]);
 * const target = tf.tensor5d([[[[[3, 0], [1, 0]]]]]);
 * assert.equal(alignmentLoss([stage], [target]).arraySync(), 0.5);
 * ```
 */
export function alignmentLoss(
  stages: readonly tf.Tensor[],
  targets: readonly tf.Tensor[],
): tf.Scalar {
  checkStages(stages, targets);
  const distances = stages.map((stage, index) => distance(stage, stopGradient(targets[index]!)));
  return tf.addN(distances) as tf.Scalar;
}

function checkStages(stages: readonly tf.Tensor[], targets: readonly tf.Tensor[]): void {
  if (stages.length === 0 || stages.length !== targets.length) {
    throw new RangeError(
      "Cannot align stages as both networks must have the same number of them, at least one: " +
        `current values are ${stages.length} and ${targets.length}`,
    );
  }
  stages.forEach((stage, index) => {
    assertSameShape(targets[index]!, stage, {
      action: "align stages",
      name: `stage ${index + 1} of the targets`,
    });
  });
}

/** 1 - mean cosine over the last axis. */
function distance(stage: tf.Tensor, target: tf.Tensor): tf.Scalar {
  const products = tf.sum(tf.mul(stage, target), -1, true);
  const lengths = tf.sqrt(tf.mul(squaredLengths(stage), squaredLengths(target)));
  return tf.sub(1, tf.mean(tf.div(products, lengths)));
}
