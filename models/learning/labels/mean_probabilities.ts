import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";

/**
 * Returns the probabilities that several branches give together to the same clips; no gradient flows
 * through them.
 *
 * MvPL averages probabilities; LTG, and its version of MvPL, average logits.
 *
 * @param branchLogits [batch, classes] of each branch, of the same clips in the same order.
 * @param aggregate What is averaged: "logits", before the softmax, or "probabilities".
 * @throws {RangeError} If there is no branch.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { meanProbabilities } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const opposed = [tf.tensor2d([[0, 9]]), tf.tensor2d([[9, 0]])];
 * assert.deepEqual(meanProbabilities(opposed, "logits").arraySync(), [[0.5, 0.5]]);
 * ```
 */
export function meanProbabilities(
  branchLogits: readonly tf.Tensor2D[],
  aggregate: "logits" | "probabilities",
): tf.Tensor2D {
  const logits = branchLogits.map(stopGradient);
  if (aggregate === "logits") return tf.softmax(meanOf(logits));
  return meanOf(logits.map((branch) => tf.softmax(branch)));
}

function meanOf(branches: readonly tf.Tensor2D[]): tf.Tensor2D {
  if (branches.length === 0) {
    throw new RangeError(
      "Cannot average branches as their number must be positive: current value is 0",
    );
  }
  return tf.div(tf.addN([...branches]) as tf.Tensor2D, branches.length);
}
