import { map, type OperatorFunction } from "rxjs";
import {
  classThresholds,
  confidentLabels,
  meanProbabilities,
  type Parameters,
  updateSelectedLabels,
} from "../../models/mod.ts";
import type { tf } from "../../runtime/mod.ts";
import { mapByName } from "../by_name.ts";
import type { Forwarded, ViewLogits } from "./forward.ts";
import { checkGateOptions, type Gated, type GateOptions, judgedLogits } from "./gate.ts";

/** A step with pseudo-labels, and what the method remembers from now on. */
export type Remembered = Gated & {
  /** By the names in the state's memory. */
  readonly memory: Parameters;
};

/**
 * Gives all branches the same pseudo-labels, those of the mean of their probabilities, which must be
 * the more confident the better their class has been learned: after TACL, with the thresholds of
 * FlexMatch, but none below half of `threshold`.
 *
 * ```text
 *  forwarded  ---F---------|
 *             classGate({ threshold: 0.8 })
 *  output     ---G---------|        G = F and the pseudo-labels; the memory after the step
 * ```
 *
 * The step's state must remember `selected`, `[videos]` int32: the last label of each unlabeled video
 * that had a confidence of at least `threshold`, -1 for none, and its batch must have `videos`. The
 * more videos were given a class so far, the closer its threshold is to `threshold`; at first all
 * thresholds are half of it. The labels are those of the weak views, without gradient.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a step without unlabeled clips, their `videos`, or that
 *   memory.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @throws {RangeError} If `threshold` is outside 0 to 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const { primary } = op.tinyNetworks();
 * tf.tidy(() => {
 *   const { batch, state, ...schedule } = op.noiseStep({ primary });
 *   const memory = { selected: tf.tensor1d([-1, -1, -1], "int32") };
 *   const videos = tf.tensor1d([2, 0], "int32");
 *   of({ batch: { ...batch, videos }, state: { ...state, memory }, ...schedule })
 *     .pipe(op.dualForward({ primary }), op.classGate({ threshold: 0 }))
 *     .subscribe(({ memory }) => assert.equal(memory["selected"]!.dataSync()[1], -1));
 * });
 * ```
 */
export function classGate(options: GateOptions): OperatorFunction<Forwarded, Remembered> {
  checkGateOptions(options);
  const { threshold } = options;
  return map((forwarded) => {
    const { logits, batch: { videos }, state } = forwarded;
    const weak = Object.values<ViewLogits>(logits).flatMap((branch) => judgedLogits(branch) ?? []);
    const [first] = weak;
    if (first === undefined || videos === undefined) {
      throw new TypeError(
        "Cannot gate pseudo-labels as the batch must have unlabeled clips and their 'videos'",
      );
    }
    const selected = selectedOf(state.memory);
    const probabilities = meanProbabilities(weak, "probabilities");
    const thresholds = classThresholds(selected, {
      threshold,
      classes: first.shape[1],
      lowest: LOWEST,
    });
    const labels = { ...confidentLabels(probabilities, thresholds) };
    const next = updateSelectedLabels(selected, {
      indices: videos,
      pseudo: confidentLabels(probabilities, threshold),
    });
    const pseudo = mapByName(logits, () => labels);
    return { ...forwarded, gate: { pseudo }, memory: { selected: next } };
  });
}

/**
 * FlexMatch begins at zero. Then all labels passed on a few hundred videos, most of them wrong, and
 * the network learned them.
 */
const LOWEST = 0.5;

function selectedOf(memory: Parameters = {}): tf.Tensor1D {
  const { selected } = memory;
  if (selected !== undefined) return selected as tf.Tensor1D;
  throw new TypeError("Cannot gate pseudo-labels as the state's memory must have 'selected'");
}
