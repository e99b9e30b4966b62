import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";

/** Options of {@linkcode smoothedTargets}. */
export interface SmoothedTargetsOptions {
  /** [batch, classes]: what the neighbors estimate; a row of zeros if there are none. */
  readonly neighbors: tf.Tensor2D;
  /** The share of a clip's own probabilities, from 0 to 1. */
  readonly ownShare: number;
}

/**
 * Returns the probabilities of clips smoothed by those of their neighbors, after NCCL: t = share · p +
 * (1 - share) · n, and p where a clip has no neighbors. No gradient flows through them.
 *
 * @param probabilities [batch, classes]
 * @returns [batch, classes]
 * @throws {RangeError} If the neighbors' probabilities have another shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { smoothedTargets } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const probabilities = tf.tensor2d([[1, 0], [1, 0]]);
 * const neighbors = tf.tensor2d([[0, 1], [0, 0]]);
 * const targets = smoothedTargets(probabilities, { neighbors, ownShare: 0.75 });
 * assert.deepEqual(targets.arraySync(), [[0.75, 0.25], [1, 0]]);
 * ```
 */
export function smoothedTargets(
  probabilities: tf.Tensor2D,
  { neighbors, ownShare }: SmoothedTargetsOptions,
): tf.Tensor2D {
  assertSameShape(neighbors, probabilities, {
    action: "smooth targets",
    name: "the neighbors' probabilities",
  });
  const own = stopGradient(probabilities);
  const estimate = stopGradient(neighbors);
  // 1 for a clip with neighbors, else 0.
  const hasNeighbors = tf.sum(estimate, 1, true);
  const change = tf.sub(estimate, tf.mul(own, hasNeighbors));
  return tf.add(own, tf.mul(change, 1 - ownShare));
}
