import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";

/** Options of {@linkcode alignedLogits}. */
export interface AlignedLogitsOptions {
  /** [classes]: how much more often the network has said each class than it should, as a factor. */
  readonly excess: tf.Tensor1D;
}

/**
 * Returns logits whose probabilities are divided by how much too often the network says each class:
 * distribution alignment (Berthelot et al., "ReMixMatch", ICLR 2020, section 3.1), so that a class
 * which it takes for another one does not vanish from its labels. No gradient flows through them.
 *
 * @param logits [batch, classes]
 * @returns [batch, classes]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { alignedLogits } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const logits = tf.log(tf.tensor2d([[0.6, 0.4]])) as tf.Tensor2D;
 * const aligned = tf.softmax(alignedLogits(logits, { excess: tf.tensor1d([3, 0.5]) }));
 * assert.deepEqual(Array.from(aligned.dataSync(), (p) => p.toFixed(2)), ["0.20", "0.80"]);
 * ```
 */
export function alignedLogits(
  logits: tf.Tensor2D,
  { excess }: AlignedLogitsOptions,
): tf.Tensor2D {
  return tf.sub(stopGradient(logits), tf.log(tf.maximum(excess, LEAST_EXCESS)));
}

/** So that a class which was never said does not get all labels. */
const LEAST_EXCESS = 1e-3;
