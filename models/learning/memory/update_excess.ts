import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";

/** Options of {@linkcode updateExcess}. */
export interface UpdateExcessOptions {
  /** [batch, classes]: the network's logits of unlabeled clips. */
  readonly logits: tf.Tensor2D;
  /** Share of the videos that each class should have; all above 0. */
  readonly shares: readonly number[];
  /** Share of what was remembered that stays, from 0 to 1. */
  readonly decay: number;
}

/**
 * Returns how much more often a network says each class than it should, after further clips: the
 * moving average of its mean probabilities, divided by the shares of the classes.
 *
 * @param excess [classes]: what was remembered, at first ones.
 * @returns [classes]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { updateExcess } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const logits = tf.log(tf.tensor2d([[0.75, 0.25]])) as tf.Tensor2D;
 * const excess = updateExcess(tf.ones([2]), { logits, shares: [0.5, 0.5], decay: 0.5 });
 * assert.deepEqual(Array.from(excess.dataSync(), (x) => x.toFixed(2)), ["1.25", "0.75"]);
 * ```
 */
export function updateExcess(
  excess: tf.Tensor1D,
  { logits, shares, decay }: UpdateExcessOptions,
): tf.Tensor1D {
  const said = tf.mean(tf.softmax(stopGradient(logits)), 0);
  const now = tf.div<tf.Tensor1D>(said, tf.tensor1d([...shares]));
  return tf.add(tf.mul(excess, decay), tf.mul(now, 1 - decay));
}
