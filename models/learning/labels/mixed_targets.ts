import { tf } from "../../../runtime/mod.ts";
import { gatherRows, stopGradient } from "../../../runtime/ops/mod.ts";
import { confidentLabels } from "./confident_labels.ts";

/** What clips that were mixed are taught; no gradient flows through it. */
export interface MixedTargets {
  /** [batch, classes]: probabilities. */
  readonly targets: tf.Tensor2D;
  /** [batch]: how much each clip counts, from 0 to 1. */
  readonly weights: tf.Tensor1D;
}

/** Options of {@linkcode mixedTargets}. */
export interface MixedTargetsOptions {
  /** [batch] int32: the index of the clip with which each one was mixed. */
  readonly partners: tf.Tensor1D;
  /** λ: the share that is kept of the clip itself; of all, or [batch] of each. */
  readonly share: tf.Scalar | tf.Tensor1D;
  /** δ: the confidence from which a label counts. */
  readonly threshold: number;
}

/**
 * Returns the targets of mixed clips, after SVFormer: λ of the clip's own target and 1 - λ of its
 * partner's. A clip's target is its label if that is confident, else all probabilities. The mixed
 * clip counts with λ if its own label is confident, and with 1 - λ if its partner's is.
 *
 * @param teacherLogits [batch, classes]: those of the clips before they were mixed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mixedTargets } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const partners = tf.tensor1d([1, 0], "int32");
 * const options = { partners, share: tf.scalar(0.75), threshold: 0.9 };
 * const { targets, weights } = mixedTargets(tf.tensor2d([[9, 0], [0, 0]]), options);
 * assert.deepEqual(targets.arraySync(), [[0.875, 0.125], [0.625, 0.375]]);
 * assert.deepEqual(weights.arraySync(), [0.75, 0.25]);
 * ```
 */
export function mixedTargets(
  teacherLogits: tf.Tensor2D,
  { partners, share, threshold }: MixedTargetsOptions,
): MixedTargets {
  const probabilities = tf.softmax(stopGradient(teacherLogits));
  const { labels, mask } = confidentLabels(probabilities, threshold);
  const classes = tf.range(0, probabilities.shape[1], 1, "int32");
  const oneHot = tf.cast(tf.equal(tf.expandDims(labels, 1), classes), "float32") as tf.Tensor2D;
  const isConfident = tf.expandDims(tf.cast(mask, "bool"), 1);
  const targets = tf.where(isConfident, oneHot, probabilities);
  return {
    targets: mix(targets, partners, tf.reshape(share, [-1, 1])),
    weights: mix(mask, partners, tf.reshape(share, [-1])),
  };
}

/** share · values + (1 - share) · the partner's. */
function mix<T extends tf.Tensor>(values: T, partners: tf.Tensor1D, share: tf.Tensor): T {
  const others = gatherRows(values, partners);
  return tf.add(tf.mul(share, values), tf.mul(tf.sub(1, share), others));
}
