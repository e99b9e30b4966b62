import { map, type OperatorFunction } from "rxjs";
import { type ByName, mapByName } from "../by_name.ts";
import type { Forwarded } from "./forward.ts";
import { agreementOf, checkGateOptions, type Gated, type GateOptions, judge } from "./gate.ts";

/** Options of {@linkcode confidenceGate}. */
export interface ConfidenceGateOptions extends GateOptions {
  /**
   * Whose labels each branch learns from: the name of the giver by that of the learner.
   *
   * @default the two networks give each other theirs
   */
  readonly givers?: ByName<string> | undefined;
}

const EACH_OTHER: ByName<string> = { primary: "auxiliary", auxiliary: "primary" };

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
 * are zeros and its pseudo-label losses are zero. With other `givers`, a branch learns from a
 * teacher, for example.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a step without unlabeled clips, or without a giver.
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
export function confidenceGate<Step extends Forwarded = Forwarded>(
  options: ConfidenceGateOptions,
): OperatorFunction<Step, Step & Gated> {
  checkGateOptions(options);
  const { givers = EACH_OTHER } = options;
  return map((forwarded) => {
    const pseudo = mapByName(givers, (giver) => {
      const logits = forwarded.logits[giver];
      if (logits !== undefined) return judge(logits, options);
      throw new TypeError(
        `Cannot gate across branches as there must be one named '${giver}': there are ` +
          Object.keys(forwarded.logits).join(", "),
      );
    });
    const { primary, auxiliary } = pseudo;
    if (auxiliary === undefined) return { ...forwarded, gate: { pseudo } };
    return { ...forwarded, gate: { pseudo, agreement: agreementOf(primary, auxiliary) } };
  });
}
