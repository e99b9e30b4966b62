import { tf } from "../../../runtime/mod.ts";
import { gatherRows, stopGradient } from "../../../runtime/ops/mod.ts";
import { EXCLUDED } from "../_excluded.ts";
import { directions } from "../_directions.ts";
import { filledSlots } from "./_filled_slots.ts";
import type { MemoryBank } from "./memory_bank.ts";

/** Options of {@linkcode neighborEstimate}. */
export interface NeighborEstimateOptions {
  /** k: number of neighbors. */
  readonly neighbors: number;
  /** τ of the softmax over the neighbors' cosines. */
  readonly temperature: number;
}

/**
 * Returns the probabilities that the nearest neighbors in a memory bank give to clips, after NCCL:
 * the mean of those of the k most similar embeddings, weighted by the softmax of their cosines / τ.
 * No gradient flows through them. Where fewer slots are filled they alone count; as long as none is,
 * the estimate is zero for all classes.
 *
 * @param embeddings [batch, width], of any length.
 * @returns [batch, classes]
 * @throws {RangeError} If the bank has fewer slots than `neighbors`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { emptyBank, neighborEstimate, updateBank } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const embeddings = tf.tensor2d([[1, 0], [0, 1]]);
 * const probabilities = tf.tensor2d([[0.25, 0.75], [1, 0]]);
 * const empty = emptyBank({ slots: 3, width: 2, classes: 2 });
 * const bank = updateBank(empty, { embeddings, probabilities });
 * const options = { neighbors: 1, temperature: 0.1 };
 * const estimate = neighborEstimate(tf.tensor2d([[3, 1]]), bank, options);
 * assert.deepEqual(estimate.arraySync(), [[0.25, 0.75]]);
 * ```
 */
export function neighborEstimate(
  embeddings: tf.Tensor2D,
  bank: MemoryBank,
  { neighbors, temperature }: NeighborEstimateOptions,
): tf.Tensor2D {
  checkNeighbors(neighbors, bank);
  const queries = directions(stopGradient(embeddings));
  const cosines = tf.matMul(queries, stopGradient(bank.embeddings), false, true);
  const empty = tf.mul(tf.sub(1, filledSlots(bank)), EXCLUDED);
  const { values, indices } = tf.topk(tf.add(cosines, empty), neighbors);
  const weights = tf.softmax(tf.div(values, temperature));
  const probabilities = gatherRows(stopGradient(bank.probabilities), indices);
  return tf.sum(tf.mul(tf.expandDims(weights, 2), probabilities), 1);
}

function checkNeighbors(neighbors: number, { embeddings }: MemoryBank): void {
  const slots = embeddings.shape[0];
  if (!Number.isInteger(neighbors) || neighbors < 1 || neighbors > slots) {
    throw new RangeError(
      `Cannot look for neighbors as 'neighbors' must be an integer from 1 to ${slots}, the number ` +
        `of slots of the memory bank: current value is ${neighbors}`,
    );
  }
}
