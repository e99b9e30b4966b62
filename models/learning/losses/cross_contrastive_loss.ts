import { tf } from "../../../runtime/mod.ts";
import { softmaxCrossEntropy } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";
import { directions } from "../_directions.ts";

/** Options of {@linkcode crossContrastiveLoss}. */
export interface CrossContrastiveLossOptions {
  /** τ. */
  readonly temperature: number;
}

/**
 * Computes the contrast of LTG between the features of two branches for the same clips: each is to
 * be similar to the other branch's for its clip, and not to the other branch's for other clips. It
 * is averaged over both directions; the gradient reaches both branches.
 *
 * @param features [batch, width], of any length: only directions count.
 * @param otherFeatures [batch, width], of the same clips in the same order.
 * @throws {RangeError} If the branches have different shapes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { crossContrastiveLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const opposed = tf.tensor2d([[1, 0], [-3, 0]]);
 * const loss = crossContrastiveLoss(opposed, opposed, { temperature: 0.5 });
 * assert.equal(loss.arraySync().toFixed(4), Math.log(1 + Math.exp(-4)).toFixed(4));
 * ```
 */
export function crossContrastiveLoss(
  features: tf.Tensor2D,
  otherFeatures: tf.Tensor2D,
  { temperature }: CrossContrastiveLossOptions,
): tf.Scalar {
  assertSameShape(otherFeatures, features, {
    action: "contrast branches",
    name: "the other features",
  });
  const batch = features.shape[0];
  const cosines = tf.matMul(directions(features), directions(otherFeatures), false, true);
  const similarities = tf.div<tf.Tensor2D>(cosines, temperature);
  const sameClip = tf.range(0, batch, 1, "int32");
  const weights = tf.fill<tf.Rank.R1>([batch], 0.5 / batch);
  return tf.add(
    softmaxCrossEntropy(similarities, sameClip, weights),
    softmaxCrossEntropy(tf.transpose(similarities), sameClip, weights),
  );
}
