import { map, type OperatorFunction } from "rxjs";
import { tf } from "../../runtime/mod.ts";
import { type PseudoLabels, pseudoLabels } from "../../models/mod.ts";
import type { Forwarded, ViewLogits } from "./dual_forward.ts";
import type { PerNetwork } from "./step_input.ts";

/** Options of {@linkcode confidenceGate} and {@linkcode selfGate}. */
export interface GateOptions {
  /** δ: the confidence from which a pseudo-label counts. */
  readonly threshold: number;
}

/** The pseudo-labels of one step. */
export type Gate = {
  /** By the network that learns from them: those for `primary` may be given by the auxiliary one. */
  readonly pseudo: PerNetwork<Record<keyof PseudoLabels, tf.Tensor1D>>;
  /** The share of the clips that both networks give the same class; absent for a single network. */
  readonly agreement?: tf.Scalar;
};

/** A step's input, what the networks say of it, and which of that counts. */
export type Gated = Forwarded & { readonly gate: Gate };

function checkThreshold({ threshold }: GateOptions): void {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(
      "Cannot gate pseudo-labels as 'threshold' must be a number from 0 to 1: " +
        `current value is ${threshold}`,
    );
  }
}

function judge(logits: ViewLogits, { threshold }: GateOptions) {
  if (logits.weak === undefined) {
    throw new TypeError("Cannot gate pseudo-labels as the batch has no unlabeled clips");
  }
  return { ...pseudoLabels(logits.weak, threshold) };
}

function agreementOf(one: PseudoLabels, other: PseudoLabels): tf.Scalar {
  return tf.mean(tf.cast(tf.equal(one.labels, other.labels), "float32"));
}

/**
 * Lets each network learn from what the other is sure of: equations (4) and (5).
 *
 * ```text
 *  forwarded  ---F---------|
 *             confidenceGate({ threshold: 0.8 })
 *  output     ---G---------|        G = F and, for each unlabeled clip, label, confidence, mask
 * ```
 *
 * The labels are those of the weak views, without gradient. A step of which nothing passes goes on
 * with masks of zeros: its pseudo-label losses are zero.
 *
 * Order, cancellation, completion: those of `map`; synchronous, reads no values, so it can be
 * differentiated and compiled.
 * Errors: a step without unlabeled clips or without an auxiliary network is a TypeError.
 * Ownership: keeps nothing; what it makes belongs to the `tf.tidy` around it.
 *
 * @throws {RangeError} If `threshold` is outside 0 to 1.
 */
export function confidenceGate(options: GateOptions): OperatorFunction<Forwarded, Gated> {
  checkThreshold(options);
  return map((forwarded) => {
    const { primary, auxiliary } = forwarded.logits;
    if (auxiliary === undefined) {
      throw new TypeError("Cannot gate across networks as there must be an auxiliary network");
    }
    const byPrimary = judge(primary, options);
    const byAuxiliary = judge(auxiliary, options);
    const pseudo = { primary: byAuxiliary, auxiliary: byPrimary };
    return { ...forwarded, gate: { pseudo, agreement: agreementOf(byPrimary, byAuxiliary) } };
  });
}

/**
 * Lets each network learn from what it is sure of itself: FixMatch, equation (1).
 *
 * ```text
 *  forwarded  ---F---------|
 *             selfGate({ threshold: 0.95 })
 *  output     ---G---------|        G = F and, for each unlabeled clip, label, confidence, mask
 * ```
 *
 * As {@linkcode confidenceGate} otherwise; a single network is enough.
 *
 * @throws {RangeError} If `threshold` is outside 0 to 1.
 */
export function selfGate(options: GateOptions): OperatorFunction<Forwarded, Gated> {
  checkThreshold(options);
  return map((forwarded) => {
    const primary = judge(forwarded.logits.primary, options);
    if (forwarded.logits.auxiliary === undefined) {
      return { ...forwarded, gate: { pseudo: { primary } } };
    }
    const auxiliary = judge(forwarded.logits.auxiliary, options);
    const agreement = agreementOf(primary, auxiliary);
    return { ...forwarded, gate: { pseudo: { primary, auxiliary }, agreement } };
  });
}
