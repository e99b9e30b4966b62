import { map, type OperatorFunction } from "rxjs";
import type { Forwarded } from "./forward.ts";
import { agreementOf, checkGateOptions, type Gated, type GateOptions, judge } from "./gate.ts";

/**
 * Lets each network learn from the confident predictions of the other: equations (4) and (5).
 *
 * ```text
 *  forwarded  ---F---------|
 *             confidenceGate({ threshold: 0.8 })
 *  output     ---G---------|        G = F and, for each unlabeled clip, label, confidence, mask
 * ```
 *
 * The labels are those of the weak views, without gradient. If nothing passes in a step, its masks
 * are zeros and its pseudo-label losses are zero.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a step without unlabeled clips or an auxiliary network.
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
 *     .pipe(op.dualForward(networks), op.confidenceGate({ threshold: 0.8 }))
 *     .subscribe(({ gate }) => assert.equal(gate.pseudo.primary.mask.size, 2));
 * });
 * ```
 */
export function confidenceGate(options: GateOptions): OperatorFunction<Forwarded, Gated> {
  checkGateOptions(options);
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
