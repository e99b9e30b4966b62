import { tf } from "../../../runtime/mod.ts";
import { gatherRows, scatterRows } from "../../../runtime/ops/mod.ts";
import type { PseudoLabels } from "../labels/confident_labels.ts";

/** Options of {@linkcode updateSelectedLabels}. */
export interface UpdateSelectedLabelsOptions {
  /** [batch] int32: the videos of the batch. If one is there twice, its last confident label counts. */
  readonly indices: tf.Tensor1D;
  /** Their labels, and which of them are confident. */
  readonly pseudo: Pick<PseudoLabels, "labels" | "mask">;
}

/**
 * Returns the last confident label of each video after a step: those of the batch that are confident
 * replace what was remembered of their videos.
 *
 * @param selected [videos] int32: the labels so far, -1 for none: at first
 * `tf.fill([videos], -1, "int32")`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { confidentLabels, updateSelectedLabels } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const selected = tf.fill<tf.Rank.R1>([3], -1, "int32");
 * const pseudo = confidentLabels(tf.tensor2d([[0.1, 0.9], [0.4, 0.6]]), 0.8);
 * const indices = tf.tensor1d([2, 0], "int32");
 * const next = updateSelectedLabels(selected, { indices, pseudo });
 * assert.deepEqual(next.arraySync(), [-1, -1, 1]);
 * ```
 */
export function updateSelectedLabels(
  selected: tf.Tensor1D,
  { indices, pseudo }: UpdateSelectedLabelsOptions,
): tf.Tensor1D {
  const last = lastConfident(indices, pseudo.mask);
  const before = gatherRows(selected, indices);
  const after = gatherRows(pseudo.labels, tf.maximum(last, tf.scalar(0, "int32")));
  const rows = tf.where(tf.greaterEqual(last, 0), after, before) as tf.Tensor1D;
  return scatterRows(selected, { indices, rows });
}

/**
 * [batch] int32: the last position at which the video of each position has a confident label, -1 if
 * none. All positions of a video then write the same label: the order of writes is not defined.
 */
function lastConfident(indices: tf.Tensor1D, mask: tf.Tensor1D): tf.Tensor1D {
  const positions = tf.range(0, indices.size, 1, "int32");
  const isSameVideo = tf.equal(tf.expandDims(indices, 1), tf.expandDims(indices, 0));
  const counts = tf.logicalAnd(isSameVideo, tf.expandDims(tf.cast(mask, "bool"), 0));
  const none = tf.fill([indices.size, indices.size], -1, "int32");
  return tf.max(tf.where(counts, tf.broadcastTo(positions, none.shape), none), 1);
}
