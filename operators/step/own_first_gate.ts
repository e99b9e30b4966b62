import { map, type OperatorFunction } from "rxjs";
import { tf } from "../../runtime/mod.ts";
import { mapByName } from "../by_name.ts";
import type { Forwarded } from "./forward.ts";
import {
  agreementOf,
  checkGateOptions,
  type Gate,
  type Gated,
  type GateOptions,
  judge,
} from "./gate.ts";

/** The pseudo-labels for one branch. */
type Labels = Gate["pseudo"]["primary"];

/**
 * Lets each of two networks learn from its own confident predictions, and where it has none, from
 * those of the other.
 *
 * ```text
 *  forwarded  ---F---------|
 *             ownFirstGate({ threshold: 0.8 })
 *  output     ---G---------|        G = F and, for each unlabeled clip, label, confidence, mask
 * ```
 *
 * The labels are those of the weak views, aligned if they are, without gradient. If nothing passes
 * in a step, its masks are zeros and its pseudo-label losses are zero.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a step without unlabeled clips or the auxiliary network.
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
 * const networks = op.tinyNetworks();
 * tf.tidy(() => {
 *   of(op.noiseStep(networks))
 *     .pipe(op.dualForward(networks), op.ownFirstGate({ threshold: 0.8 }))
 *     .subscribe(({ gate }) => assert.equal(gate.pseudo.primary.mask.size, 2));
 * });
 * ```
 */
export function ownFirstGate<Step extends Forwarded = Forwarded>(
  options: GateOptions,
): OperatorFunction<Step, Step & Gated> {
  checkGateOptions(options);
  return map((forwarded) => {
    const { primary, auxiliary } = mapByName(
      forwarded.logits,
      (logits) => judge(logits, options),
    );
    if (auxiliary === undefined) {
      throw new TypeError("Cannot gate across branches as there must be one named 'auxiliary'");
    }
    const pseudo = {
      primary: withFallback(primary, auxiliary),
      auxiliary: withFallback(auxiliary, primary),
    };
    return { ...forwarded, gate: { pseudo, agreement: agreementOf(primary, auxiliary) } };
  });
}

/** A clip's own label if it counts, else the other's. */
function withFallback(own: Labels, other: Labels): Labels {
  const counts = tf.cast(own.mask, "bool");
  return {
    labels: tf.where(counts, own.labels, other.labels),
    confidence: tf.where(counts, own.confidence, other.confidence),
    mask: tf.where(counts, own.mask, other.mask),
  };
}
