import { map, type OperatorFunction } from "rxjs";
import { tf } from "../../runtime/mod.ts";
import {
  contrastiveLoss,
  type ContrastiveLossOptions,
  type LossTerms,
  maskedCrossEntropy,
  supervisedLoss,
  totalLoss,
} from "../../models/mod.ts";
import { rowsToContrast } from "./among_workers.ts";
import type { Forwarded, ViewLogits } from "./forward.ts";
import type { Gate, Gated } from "./gate.ts";
import { type Merged, passedOn, weightOf } from "./merge_terms.ts";

/** Options of {@linkcode mergeLosses}. */
export interface MergeLossesOptions {
  /**
   * Adds the contrastive term of equation (6).
   *
   * @default no contrastive term
   */
  readonly contrast?: ContrastiveLossOptions | undefined;
}

/**
 * Adds up the losses of a step: equation (7), or those terms of it that the step has.
 *
 * ```text
 *  gated      ---G---------|
 *             mergeLosses({ contrast: { temperature: 0.5 } })
 *  output     ---L---------|        L = the loss, its terms, the statistics, the gate, the memory
 * ```
 *
 * After {@linkcode dualForward} alone this is supervised training, after {@linkcode selfGate}
 * FixMatch, after {@linkcode confidenceGate} ActNetFormer. The weights γ and β are tensors of the
 * step's schedule, so that a ramp needs no new compilation.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a contrastive term without weak views of both networks.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @throws {RangeError} If the temperature is not positive.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dualForward, mergeLosses, noiseStep, tinyNetworks } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const networks = tinyNetworks();
 * tf.tidy(() => {
 *   of(noiseStep(networks)).pipe(dualForward(networks), mergeLosses())
 *     .subscribe(({ loss }) => assert.ok(loss.dataSync()[0]! > 0));
 * });
 * ```
 */
export function mergeLosses(
  options: MergeLossesOptions = {},
): OperatorFunction<Forwarded | Gated, Merged> {
  const temperature = options.contrast?.temperature;
  if (temperature !== undefined && !(temperature > 0)) {
    throw new RangeError(
      "Cannot merge losses as 'contrast.temperature' must be a positive number: " +
        `current value is ${temperature}`,
    );
  }
  return map((step) => {
    const { schedule, statistics } = step;
    const terms = lossTermsOf(step, options.contrast);
    const loss = totalLoss(terms, {
      // Of terms that a step does not have the schedule need not have a weight.
      pseudoLabel: "gate" in step ? weightOf(schedule, "pseudoLabel") : 0,
      contrast: temperature === undefined ? 0 : weightOf(schedule, "contrast"),
    });
    return { loss, lossTerms: { ...terms, total: loss }, statistics, ...passedOn(step) };
  });
}

function lossTermsOf(
  step: Forwarded | Gated,
  contrast: MergeLossesOptions["contrast"],
): LossTerms {
  const { batch: { labels }, logits } = step;
  const pseudo = "gate" in step ? step.gate.pseudo : undefined;
  return {
    supervisedPrimary: supervised(logits.primary, labels),
    supervisedAuxiliary: supervised(logits.auxiliary, labels),
    pseudoPrimary: pseudoLabeled(logits.primary, pseudo?.primary),
    pseudoAuxiliary: pseudoLabeled(logits.auxiliary, pseudo?.auxiliary),
    contrast: contrastOf(step, contrast),
  };
}

function supervised(logits: ViewLogits | undefined, labels: tf.Tensor1D): tf.Scalar {
  return logits?.labeled === undefined ? tf.scalar(0) : supervisedLoss(logits.labeled, labels);
}

function pseudoLabeled(
  logits: ViewLogits | undefined,
  labels: Gate["pseudo"]["primary"] | undefined,
): tf.Scalar {
  const strong = logits?.strong;
  return strong && labels ? maskedCrossEntropy(strong, labels) : tf.scalar(0);
}

function contrastOf(
  step: Forwarded,
  contrast: MergeLossesOptions["contrast"],
): tf.Scalar {
  if (contrast === undefined) return tf.scalar(0);
  const { primary, auxiliary } = step.logits;
  if (primary.weak === undefined || auxiliary?.weak === undefined) {
    throw new TypeError(
      "Cannot contrast networks as there must be weak views of both: omit 'contrast'",
    );
  }
  return contrastiveLoss(
    rowsToContrast(step, primary.weak, "primary"),
    rowsToContrast(step, auxiliary.weak, "auxiliary"),
    contrast,
  );
}
