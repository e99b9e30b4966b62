import { map, type OperatorFunction } from "rxjs";
import { tf } from "../../runtime/mod.ts";
import type { Parameters } from "../../models/mod.ts";
import {
  contrastiveLoss,
  maskedCrossEntropy,
  supervisedLoss,
  totalLoss,
} from "../../models/mod.ts";
import type { Gate, Gated } from "./confidence_gate.ts";
import type { Forwarded, ViewLogits } from "./dual_forward.ts";
import type { PerNetwork } from "./step_input.ts";

/** Options of {@linkcode mergeLosses}. */
export interface MergeLossesOptions {
  /**
   * Adds the contrastive term of equation (6).
   *
   * @default no such term
   */
  readonly contrast?: {
    /** τ. */
    readonly temperature: number;
  };
}

/** The terms of equation (7) without their weights, and their weighted sum. Absent terms are zero. */
export type LossTerms = {
  readonly supervisedPrimary: tf.Scalar;
  readonly supervisedAuxiliary: tf.Scalar;
  readonly pseudoPrimary: tf.Scalar;
  readonly pseudoAuxiliary: tf.Scalar;
  readonly contrast: tf.Scalar;
  readonly total: tf.Scalar;
};

/** What a step comes to. */
export type Merged = {
  readonly loss: tf.Scalar;
  readonly lossTerms: LossTerms;
  /** Batch-norm statistics after the pass. */
  readonly statistics: PerNetwork<Parameters>;
  /** Absent without pseudo-labels. */
  readonly gate?: Gate;
};

function contrastOf(
  { primary, auxiliary }: PerNetwork<ViewLogits>,
  { contrast }: MergeLossesOptions,
): tf.Scalar {
  if (contrast === undefined) return tf.scalar(0);
  if (primary.weak === undefined || auxiliary?.weak === undefined) {
    throw new TypeError(
      "Cannot contrast networks as there must be weak views of both: leave 'contrast' out",
    );
  }
  return contrastiveLoss(primary.weak, auxiliary.weak, contrast.temperature);
}

/**
 * Adds up the losses of a step: equation (7), or as much of it as the step holds.
 *
 * ```text
 *  gated      ---G---------|
 *             mergeLosses({ contrast: { temperature: 0.5 } })
 *  output     ---L---------|        L = the loss, its terms, the statistics, the gate
 * ```
 *
 * Behind {@linkcode dualForward} alone this is supervised training, behind {@linkcode selfGate}
 * FixMatch, behind {@linkcode confidenceGate} ActNetFormer. The weights γ and β come with the step's
 * schedule, as tensors, so that a ramp need not be compiled anew.
 *
 * Order, cancellation, completion: those of `map`; synchronous, reads no values, so it can be
 * differentiated and compiled.
 * Errors: a contrastive term without weak views of both networks is a TypeError.
 * Ownership: keeps nothing; what it makes belongs to the `tf.tidy` around it.
 *
 * @throws {RangeError} If the temperature is not positive.
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
    const { batch: { labels }, logits, schedule, statistics } = step;
    const gate = "gate" in step ? step.gate : undefined;
    const supervised = (own?: ViewLogits) =>
      own === undefined ? tf.scalar(0) : supervisedLoss(own.labeled, labels);
    const pseudo = (network: keyof typeof logits) => {
      const strong = logits[network]?.strong;
      const labels = gate?.pseudo[network];
      return strong && labels ? maskedCrossEntropy(strong, labels) : tf.scalar(0);
    };
    const terms = {
      supervisedPrimary: supervised(logits.primary),
      supervisedAuxiliary: supervised(logits.auxiliary),
      pseudoPrimary: pseudo("primary"),
      pseudoAuxiliary: pseudo("auxiliary"),
      contrast: contrastOf(logits, options),
    };
    const loss = totalLoss(terms, {
      pseudoLabel: schedule.pseudoLabelWeight,
      contrast: schedule.contrastWeight,
    });
    const merged = { loss, lossTerms: { ...terms, total: loss }, statistics };
    return gate === undefined ? merged : { ...merged, gate };
  });
}
