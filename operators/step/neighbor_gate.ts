import { map, type OperatorFunction } from "rxjs";
import {
  confidentLabels,
  meanProbabilities,
  type MemoryBank,
  neighborEstimate,
  type NeighborEstimateOptions,
  type Parameters,
  smoothedTargets,
  updateBank,
} from "../../models/mod.ts";
import { tf } from "../../runtime/mod.ts";
import { type ByName, mapByName } from "../by_name.ts";
import type { Remembered } from "./class_gate.ts";
import type { Forwarded, ViewLogits } from "./forward.ts";
import { checkGateOptions, type GateOptions, judgedLogits } from "./gate.ts";
import { jointProjection } from "./joint_projection.ts";

/** Options of {@linkcode neighborGate}. */
export interface NeighborGateOptions extends GateOptions, NeighborEstimateOptions {
  /** Names of the branches that label, whose networks have projection heads. */
  readonly teachers: readonly string[];
  /** Share of the teachers' own probabilities in a target; the rest is the neighbors'. */
  readonly ownShare: number;
}

/** A step with pseudo-labels that were smoothed by neighbors. */
export type Neighbored = Remembered & {
  /** `[unlabeled, classes]`: what the neighbors say; zeros while the bank is empty. */
  readonly estimate: tf.Tensor2D;
  /** `[unlabeled, outputs]`: the teachers' joint projections of the weak views. */
  readonly views: tf.Tensor2D;
  /** The memory bank before the step. */
  readonly bank: MemoryBank;
};

/**
 * Gives all branches with strong views the same pseudo-labels, those of the teachers' mean probabilities and of the
 * nearest neighbors in a memory bank: after NCCL.
 *
 * ```text
 *  forwarded  ---F---------|
 *             neighborGate({ teachers, threshold: 0.8, neighbors: 10, … })
 *  output     ---G---------|        G = F, the pseudo-labels, the neighbors; the bank after the step
 * ```
 *
 * The step's state must remember a `MemoryBank`, `embeddings` and `probabilities`. It is looked into
 * as it was before the step; then the clips of the step are added: the labeled ones with their
 * labels, the unlabeled ones with the teachers' probabilities. No gradient flows.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a step without unlabeled clips, the teachers' projections
 *   or that memory; a RangeError for a bank with fewer slots than the step has clips or neighbors
 *   are asked for.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @throws {RangeError} If `threshold` is outside 0 to 1.
 *
 * @example
 * ```ts
 * import { emptyBank, withProjection } from "@actnetformer/deno/models";
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const primary = withProjection(op.tinyNetworks().primary, { layers: [3], normalized: false });
 * const gate = { threshold: 0.8, neighbors: 2, temperature: 0.1, ownShare: 0.9 };
 * tf.tidy(() => {
 *   const { state, ...step } = op.noiseStep({ primary });
 *   const memory = { ...emptyBank({ slots: 8, width: 3, classes: 4 }) };
 *   of({ ...step, state: { ...state, memory } })
 *     .pipe(op.dualForward({ primary }), op.neighborGate({ teachers: ["primary"], ...gate }))
 *     .subscribe(({ gate }) => gate.pseudo.primary.mask.print());
 * });
 * ```
 */
export function neighborGate(
  options: NeighborGateOptions,
): OperatorFunction<Forwarded, Neighbored> {
  checkGateOptions(options);
  const { teachers, threshold, ownShare } = options;
  return map((forwarded) => {
    const bank = bankOf(forwarded.state.memory);
    const probabilities = teachersProbabilities(forwarded, teachers);
    const views = jointProjection(forwarded, { branches: teachers, view: "weak" });
    const estimate = neighborEstimate(views, bank, options);
    const targets = smoothedTargets(probabilities, { neighbors: estimate, ownShare });
    const labels = { ...confidentLabels(targets, threshold) };
    const labeled = jointProjection(forwarded, { branches: teachers, view: "labeled" });
    const classes = probabilities.shape[1];
    const known = tf.oneHot(forwarded.batch.labels, classes, 1, 0, "float32") as tf.Tensor2D;
    const memory = updateBank(bank, {
      embeddings: tf.concat([labeled, views]),
      probabilities: tf.concat([known, probabilities]),
    });
    const pseudo = mapByName(learnersOf(forwarded.logits), () => labels);
    return { ...forwarded, gate: { pseudo }, estimate, views, bank, memory: { ...memory } };
  });
}

/** The branches that learn from pseudo-labels; the teachers do not. */
function learnersOf({ primary, ...others }: Forwarded["logits"]): ByName<ViewLogits> {
  const learners = Object.entries<ViewLogits>(others).filter(([, { strong }]) => strong);
  return { primary, ...Object.fromEntries(learners) };
}

function teachersProbabilities(
  { logits }: Forwarded,
  teachers: readonly string[],
): tf.Tensor2D {
  const weak = teachers.flatMap((name) => judgedLogits(logits[name] ?? {}) ?? []);
  if (weak.length === teachers.length && weak.length > 0) {
    return meanProbabilities(weak, "probabilities");
  }
  throw new TypeError(
    "Cannot gate pseudo-labels as each of the teachers must have weak views: there are " +
      `${weak.length} for ${teachers.join(", ") || "none"}`,
  );
}

function bankOf(memory: Parameters = {}): MemoryBank {
  const { embeddings, probabilities } = memory;
  if (embeddings !== undefined && probabilities !== undefined) {
    return { embeddings: embeddings as tf.Tensor2D, probabilities: probabilities as tf.Tensor2D };
  }
  throw new TypeError(
    "Cannot gate pseudo-labels as the state's memory must have 'embeddings' and 'probabilities'",
  );
}
