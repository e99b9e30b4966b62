import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import { directions } from "../_directions.ts";
import type { MemoryBank } from "./memory_bank.ts";

/**
 * Returns a memory bank after new clips: they take the first slots, in their order; the others move
 * back by as many, and the oldest are forgotten. No gradient flows into the bank.
 *
 * @param added Embeddings of any length, and probabilities, of the new clips; those of labeled clips
 * are 1 for their label, else 0.
 * @throws {RangeError} If there are more new clips than slots.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { emptyBank, updateBank } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const bank = updateBank(emptyBank({ slots: 2, width: 2, classes: 2 }), {
 *   embeddings: tf.tensor2d([[0, 5]]),
 *   probabilities: tf.tensor2d([[0.25, 0.75]]),
 * });
 * assert.deepEqual(bank.embeddings.arraySync(), [[0, 1], [0, 0]]);
 * ```
 */
export function updateBank(bank: MemoryBank, added: MemoryBank): MemoryBank {
  return {
    embeddings: pushed(bank.embeddings, directions(stopGradient(added.embeddings))),
    probabilities: pushed(bank.probabilities, stopGradient(added.probabilities)),
  };
}

function pushed(slots: tf.Tensor2D, added: tf.Tensor2D): tf.Tensor2D {
  const kept = slots.shape[0] - added.shape[0];
  if (kept < 0) {
    throw new RangeError(
      "Cannot add to a memory bank as the number of new clips must be at most " +
        `${slots.shape[0]}, that of its slots: current value is ${added.shape[0]}`,
    );
  }
  return tf.concat([added, tf.slice(slots, [0, 0], [kept, slots.shape[1]])], 0);
}
