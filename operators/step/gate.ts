import { type PseudoLabels, pseudoLabels } from "../../models/mod.ts";
import { tf } from "../../runtime/mod.ts";
import type { ByName } from "../by_name.ts";
import type { Forwarded, ViewLogits } from "./forward.ts";

/** Options of {@linkcode confidenceGate} and {@linkcode selfGate}. */
export interface GateOptions {
  /** δ: the confidence from which a pseudo-label counts. */
  readonly threshold: number;
}

/** The pseudo-labels of one step. */
export type Gate = {
  /**
   * By the branch that learns from them; those of `primary` may be the auxiliary network's
   * predictions.
   */
  readonly pseudo: ByName<Record<keyof PseudoLabels, tf.Tensor1D>>;
  /** The share of the clips that two branches give the same class; absent for a single one. */
  readonly agreement?: tf.Scalar;
};

/** A step's input, the outputs of the networks, and the pseudo-labels that count. */
export type Gated = Forwarded & {
  /** The pseudo-labels. */
  readonly gate: Gate;
};

/**
 * Checks the options of a gate.
 *
 * @throws {RangeError} If `threshold` is outside 0 to 1.
 */
export function checkGateOptions({ threshold }: GateOptions): void {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(
      "Cannot gate pseudo-labels as 'threshold' must be a number from 0 to 1: " +
        `current value is ${threshold}`,
    );
  }
}

/**
 * Returns the pseudo-labels that a network gives to the weak views.
 *
 * @throws {TypeError} If there are no unlabeled clips.
 */
export function judge(
  logits: ViewLogits,
  { threshold }: GateOptions,
): Gate["pseudo"]["primary"] {
  const judged = judgedLogits(logits);
  if (judged === undefined) {
    throw new TypeError("Cannot gate pseudo-labels as the batch has no unlabeled clips");
  }
  return { ...pseudoLabels(judged, threshold) };
}

/** Returns the logits that a gate takes the labels of a branch from; undefined without weak views. */
export function judgedLogits({ weak, aligned }: ViewLogits): tf.Tensor2D | undefined {
  return aligned ?? weak;
}

/** Returns the share of the clips to which two networks give the same class. */
export function agreementOf(
  primary: Pick<PseudoLabels, "labels">,
  auxiliary: Pick<PseudoLabels, "labels">,
): tf.Scalar {
  return tf.mean(tf.cast(tf.equal(primary.labels, auxiliary.labels), "float32"));
}
