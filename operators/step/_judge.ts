import { type PseudoLabels, pseudoLabels } from "../../models/mod.ts";
import { tf } from "../../runtime/mod.ts";
import type { ViewLogits } from "./dual_forward.ts";
import type { Gate, GateOptions } from "./gate.ts";

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
  if (logits.weak === undefined) {
    throw new TypeError("Cannot gate pseudo-labels as the batch has no unlabeled clips");
  }
  return { ...pseudoLabels(logits.weak, threshold) };
}

/** Returns the share of the clips to which two networks give the same class. */
export function agreementOf(
  primary: Pick<PseudoLabels, "labels">,
  auxiliary: Pick<PseudoLabels, "labels">,
): tf.Scalar {
  return tf.mean(tf.cast(tf.equal(primary.labels, auxiliary.labels), "float32"));
}
