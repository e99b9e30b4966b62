import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { assertSameShape } from "../_assert_same_shape.ts";
import { directions } from "../_directions.ts";
import { EXCLUDED } from "../_excluded.ts";
import { confidentLabels, type PseudoLabels } from "../labels/confident_labels.ts";
import { filledSlots } from "../memory/_filled_slots.ts";
import type { MemoryBank } from "../memory/memory_bank.ts";
import { softCrossEntropy } from "./soft_cross_entropy.ts";

/** Options of {@linkcode categoryContrastiveLoss}. */
export interface CategoryContrastiveLossOptions {
  /** [batch, width]: the teacher's embeddings of the same clips in the same order. */
  readonly views: tf.Tensor2D;
  /** The labels of these clips. */
  readonly pseudo: Pick<PseudoLabels, "labels" | "mask">;
  /** Embeddings and probabilities of earlier clips. */
  readonly bank: MemoryBank;
  /** τ. */
  readonly temperature: number;
  /** δ: the confidence from which the label of a clip in the bank counts. */
  readonly threshold: number;
}

/**
 * Computes the contrast of categories, after NCCL: the embedding of each clip is to be similar to the
 * teacher's of the same clip and of all others, in the batch and in the memory bank, that have the
 * same label, and not to those of the rest. Only confident labels make clips the same. For each clip
 * the logarithms of the shares of its positives are averaged, then the clips.
 *
 * @param anchors [batch, width], of any length; only these get a gradient.
 * @throws {RangeError} If the teacher's embeddings have another shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { categoryContrastiveLoss, confidentLabels, emptyBank } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const views = tf.tensor2d([[1, 0], [-1, 0]]);
 * const bank = emptyBank({ slots: 8, width: 2, classes: 2 });
 * const pseudo = confidentLabels(tf.tensor2d([[1, 0], [0, 1]]), 0.8);
 * const options = { views, pseudo, bank, temperature: 0.5, threshold: 0.8 };
 * const loss = categoryContrastiveLoss(views, options).arraySync();
 * assert.equal(loss.toFixed(4), Math.log(1 + Math.exp(-4)).toFixed(4));
 * ```
 */
export function categoryContrastiveLoss(
  anchors: tf.Tensor2D,
  { views, pseudo, bank, temperature, threshold }: CategoryContrastiveLossOptions,
): tf.Scalar {
  assertSameShape(views, anchors, {
    action: "contrast categories",
    name: "the teacher's embeddings",
  });
  const filled = filledSlots(bank);
  const batch = anchors.shape[0];
  const compared = tf.concat([directions(views), bank.embeddings], 0);
  const cosines = tf.matMul(directions(anchors), stopGradient(compared), false, true);
  const isEmpty = tf.concat([tf.zeros([batch]), tf.sub(1, filled)], 0);
  const logits = tf.add(tf.div(cosines, temperature), tf.mul(isEmpty, EXCLUDED)) as tf.Tensor2D;
  const remembered = confidentLabels(bank.probabilities, threshold);
  const counted = { ...remembered, mask: tf.mul<tf.Tensor1D>(remembered.mask, filled) };
  const sameInBatch = tf.maximum(sameLabel(pseudo, pseudo), tf.eye(batch));
  const positives = tf.concat([sameInBatch, sameLabel(pseudo, counted)], 1);
  return softCrossEntropy(logits, tf.div(positives, tf.sum(positives, 1, true)));
}

type Labels = Pick<PseudoLabels, "labels" | "mask">;

/** [rows, columns]: 1 where both labels are confident and the same, else 0. */
function sameLabel(rows: Labels, columns: Labels): tf.Tensor2D {
  const isSame = tf.equal(tf.expandDims(rows.labels, 1), tf.expandDims(columns.labels, 0));
  const areConfident = tf.mul(tf.expandDims(rows.mask, 1), tf.expandDims(columns.mask, 0));
  return tf.mul(tf.cast(isSame, "float32"), areConfident);
}
