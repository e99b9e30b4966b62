import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";
import { classProbabilities } from "./_class_probabilities.ts";
import { ntXent } from "./_nt_xent.ts";
import type { ContrastiveLossOptions } from "./contrastive_loss_options.ts";

/**
 * Computes the group contrast of TCL: NT-Xent between the groups of both sides. A group is the
 * clips to which a side gives the same class; their mean probabilities represent it. Groups
 * that only one side has do not count. The loss is zero if no group is left, and also if one is.
 *
 * The number of groups differs from step to step, the shapes here do not: each clip of the primary
 * side has a row for its group, and only that of the group's first clip counts.
 *
 * @param primaryLogits [batch, classes]
 * @param auxiliaryLogits [batch, classes], of the same clips in the same order.
 * @throws {RangeError} If the sides have different shapes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { groupContrastiveLoss } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const fast = tf.tensor2d([[9, 0], [9, 0], [0, 9]]);
 * const options = { temperature: 0.5, teacher: "primary" } as const;
 * const same = groupContrastiveLoss(fast, fast, options).arraySync();
 * const vague = groupContrastiveLoss(fast, tf.mul(fast, 0.1), options).arraySync();
 * assert.ok(same < vague);
 * ```
 */
export function groupContrastiveLoss(
  primaryLogits: tf.Tensor2D,
  auxiliaryLogits: tf.Tensor2D,
  { temperature, teacher }: ContrastiveLossOptions,
): tf.Scalar {
  assertSameShape(auxiliaryLogits, primaryLogits, {
    action: "contrast groups",
    name: "the auxiliary logits",
  });
  const [primary, auxiliary] = classProbabilities(primaryLogits, auxiliaryLogits, { teacher });
  const classes = tf.argMax<tf.Tensor1D>(stopGradient(primary), 1);
  const auxiliaryClasses = tf.argMax<tf.Tensor1D>(stopGradient(auxiliary), 1);
  const inPrimary = sameClass(classes, classes);
  const inAuxiliary = sameClass(classes, auxiliaryClasses);
  const rows = tf.concat([groupMeans(inPrimary, primary), groupMeans(inAuxiliary, auxiliary)], 0);
  const counted = tf.mul<tf.Tensor1D>(isFirst(inPrimary), tf.max(inAuxiliary, 1));
  const present = tf.concat([counted, counted], 0);
  const weights = tf.div<tf.Tensor1D>(present, tf.maximum(tf.sum(present), 1));
  return ntXent(rows, { temperature, weights, present });
}

/** [batch, batch]: 1 if the class of the row equals that of the column, else 0. */
function sameClass(rows: tf.Tensor1D, columns: tf.Tensor1D): tf.Tensor2D {
  return tf.cast(tf.equal(tf.expandDims(rows, 1), tf.expandDims(columns, 0)), "float32");
}

/** The mean of the members of each row's group; zeros for a group without members. */
function groupMeans(members: tf.Tensor2D, probabilities: tf.Tensor2D): tf.Tensor2D {
  const sizes = tf.maximum(tf.sum(members, 1, true), 1);
  return tf.div(tf.matMul(members, probabilities), sizes);
}

/** [batch]: 1 for the first clip of each group, else 0. */
function isFirst(members: tf.Tensor2D): tf.Tensor1D {
  const indices = tf.range(0, members.shape[0], 1, "int32");
  const isEarlier = tf.greater(tf.expandDims(indices, 1), tf.expandDims(indices, 0));
  const earlier = tf.sum(tf.mul(members, tf.cast(isEarlier, "float32")), 1);
  return tf.cast(tf.equal(earlier, 0), "float32");
}
