import { tf } from "../../../runtime/mod.ts";
import { classProbabilities } from "./_class_probabilities.ts";
import { ntXent } from "./_nt_xent.ts";
import type { ContrastiveLossOptions } from "./contrastive_loss_options.ts";

/**
 * Computes the symmetric NT-Xent loss between the outputs of two models, or of two branches of one,
 * for the same clips: equation (6) of the ActNetFormer paper, averaged over all 2 · batch anchors.
 * Representations are class probabilities. With a teacher it is the instance contrast of TCL, whose
 * value is symmetric and whose gradient is not.
 *
 * @param primaryLogits [batch, classes]
 * @param auxiliaryLogits [batch, classes], of the same clips in the same order.
 * @throws {RangeError} If the two have different shapes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { contrastiveLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const agreeing = tf.tensor2d([[9, 0], [0, 9]]);
 * const [same, swapped] = [agreeing, tf.reverse(agreeing, 0)]
 *   .map((other) => contrastiveLoss(agreeing, other, { temperature: 0.5 }).arraySync());
 * assert.ok(same! < swapped!);
 * ```
 */
export function contrastiveLoss(
  primaryLogits: tf.Tensor2D,
  auxiliaryLogits: tf.Tensor2D,
  { temperature, teacher }: ContrastiveLossOptions,
): tf.Scalar {
  const sides = classProbabilities(primaryLogits, auxiliaryLogits, { teacher });
  const rows = tf.concat<tf.Tensor2D>(sides, 0);
  const count = rows.shape[0];
  return ntXent(rows, { temperature, weights: tf.fill([count], 1 / count) });
}
