import { map, type OperatorFunction } from "rxjs";
import { confidentLabels, meanProbabilities } from "../../models/mod.ts";
import { mapByName } from "../by_name.ts";
import type { Forwarded, ViewLogits } from "./forward.ts";
import { checkGateOptions, type Gated, type GateOptions, judgedLogits } from "./gate.ts";

/** Options of {@linkcode meanGate}. */
export interface MeanGateOptions extends GateOptions {
  /** What is averaged over the branches: `logits`, before the softmax, or `probabilities`. */
  readonly aggregate: "logits" | "probabilities";
}

/**
 * Lets all branches learn from what they say together: MvPL, LTG.
 *
 * ```text
 *  forwarded  ---F---------|
 *             meanGate({ threshold: 0.3, aggregate: "probabilities" })
 *  output     ---G---------|        G = F and, for each unlabeled clip, label, confidence, mask
 * ```
 *
 * The labels are those of the mean over the branches that have weak views, without gradient; they
 * are the same for all branches.
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
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const networks = op.tinyNetworks();
 * tf.tidy(() => {
 *   of(op.noiseStep(networks))
 *     .pipe(op.dualForward(networks), op.meanGate({ threshold: 0.3, aggregate: "logits" }))
 *     .subscribe(({ gate }) => assert.deepEqual(Object.keys(gate.pseudo), ["primary", "auxiliary"]));
 * });
 * ```
 */
export function meanGate(options: MeanGateOptions): OperatorFunction<Forwarded, Gated> {
  checkGateOptions(options);
  const { threshold, aggregate } = options;
  return map((forwarded) => {
    const weak = Object.values<ViewLogits>(forwarded.logits)
      .flatMap((logits) => judgedLogits(logits) ?? []);
    if (weak.length === 0) {
      throw new TypeError("Cannot gate pseudo-labels as the batch has no unlabeled clips");
    }
    const labels = { ...confidentLabels(meanProbabilities(weak, aggregate), threshold) };
    return { ...forwarded, gate: { pseudo: mapByName(forwarded.logits, () => labels) } };
  });
}
