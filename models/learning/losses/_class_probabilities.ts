import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";
import type { ContrastiveLossOptions } from "./contrastive_loss_options.ts";

/**
 * Returns the class probabilities of both sides; no gradient reaches those of the teacher.
 *
 * @throws {RangeError} If the sides have different shapes.
 */
export function classProbabilities(
  primaryLogits: tf.Tensor2D,
  auxiliaryLogits: tf.Tensor2D,
  { teacher }: Pick<ContrastiveLossOptions, "teacher">,
): [primary: tf.Tensor2D, auxiliary: tf.Tensor2D] {
  assertSameShape(auxiliaryLogits, primaryLogits, {
    action: "contrast two sides",
    name: "the logits of the auxiliary",
  });
  const primary = teacher === "primary" ? stopGradient(primaryLogits) : primaryLogits;
  const auxiliary = teacher === "auxiliary" ? stopGradient(auxiliaryLogits) : auxiliaryLogits;
  return [tf.softmax(primary), tf.softmax(auxiliary)];
}
