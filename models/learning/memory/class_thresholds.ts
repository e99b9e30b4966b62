import { tf } from "../../../runtime/mod.ts";

/** Options of {@linkcode classThresholds}. */
export interface ClassThresholdsOptions {
  /** Number of classes. */
  readonly classes: number;
  /** δ: the threshold of a class that has been learned best. */
  readonly threshold: number;
  /**
   * Share of δ below which no threshold falls.
   *
   * @default 0, as in FlexMatch
   */
  readonly lowest?: number | undefined;
}

/**
 * Returns a confidence threshold for each class, after TACL: FlexMatch's curriculum with its warm-up.
 * The fewer videos had a confident label of a class, the lower is the threshold of that class.
 *
 * With σ the number of videos of a class, β = σ / max(largest σ, videos without a label) and the
 * threshold is δ · (l + (1 - l) · β / (2 - β)), l being `lowest`. Before the first confident label
 * all thresholds are the lowest.
 *
 * @param selected [videos] int32: the last confident label of each video, -1 for none.
 * @returns [classes]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { classThresholds } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const selected = tf.tensor1d([0, 0, 1, -1], "int32");
 * const thresholds = classThresholds(selected, { classes: 3, threshold: 0.75 });
 * assert.deepEqual(thresholds.arraySync(), [0.75, 0.25, 0]);
 * ```
 */
export function classThresholds(
  selected: tf.Tensor1D,
  { classes, threshold, lowest = 0 }: ClassThresholdsOptions,
): tf.Tensor1D {
  // Labels of -1 are not counted.
  const counts = tf.unsortedSegmentSum(tf.fill([selected.size], 1), selected, classes);
  const unlabeled = tf.sub(selected.size, tf.sum(counts));
  const progress = tf.div(counts, tf.maximum(tf.max(counts), unlabeled));
  const raised = tf.div<tf.Tensor1D>(
    tf.mul(progress, (1 - lowest) * threshold),
    tf.sub(2, progress),
  );
  return tf.add(raised, lowest * threshold);
}
