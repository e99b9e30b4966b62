import { map, type OperatorFunction } from "rxjs";
import { mapByName } from "../by_name.ts";
import type { Forwarded } from "./forward.ts";
import { agreementOf, checkGateOptions, type Gated, type GateOptions, judge } from "./gate.ts";

/**
 * Lets each network learn from its own confident predictions: FixMatch, equation (1).
 *
 * ```text
 *  forwarded  ---F---------|
 *             selfGate({ threshold: 0.95 })
 *  output     ---G---------|        G = F and, for each unlabeled clip, label, confidence, mask
 * ```
 *
 * The labels are those of the weak views, without gradient; a single network is enough. If nothing
 * passes in a step, its masks are zeros and its pseudo-label losses are zero.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a step without unlabeled clips.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @throws {RangeError} If `threshold` is outside 0 to 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dualForward, noiseStep, selfGate, tinyNetworks } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const { primary } = tinyNetworks();
 * tf.tidy(() => {
 *   of(noiseStep({ primary })).pipe(dualForward({ primary }), selfGate({ threshold: 0.95 }))
 *     .subscribe(({ gate }) => assert.equal(gate.pseudo.primary.mask.size, 2));
 * });
 * ```
 */
export function selfGate(options: GateOptions): OperatorFunction<Forwarded, Gated> {
  checkGateOptions(options);
  return map((forwarded) => {
    const pseudo = mapByName(forwarded.logits, (logits) => judge(logits, options));
    const { primary, auxiliary } = pseudo;
    if (auxiliary === undefined) return { ...forwarded, gate: { pseudo } };
    return { ...forwarded, gate: { pseudo, agreement: agreementOf(primary, auxiliary) } };
  });
}
