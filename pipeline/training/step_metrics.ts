import { gateMetrics, type Merged, type StepBatch, type TrainedStep } from "../../operators/mod.ts";
import type { LossName } from "../method/method.ts";

/** What {@linkcode stepMetrics} looks at. */
export interface MeasuredStep extends Omit<TrainedStep<Merged>, "batch"> {
  readonly batch: Pick<StepBatch, "hiddenLabels">;
}

/**
 * Returns a step's numbers as `metrics.jsonl` has them; `step` counts the steps done.
 *
 * @param losses The terms of the loss that the step has.
 */
export function stepMetrics(
  { step, batch, result, schedule, gradientNorm }: MeasuredStep,
  losses: readonly LossName[],
) {
  const lossTerms = Object.fromEntries(losses.map((name) => [name, result.lossTerms[name]]));
  const gate = result.gate === undefined ? undefined : gateMetrics(result.gate, batch.hiddenLabels);
  return {
    step: step + 1,
    loss: result.lossTerms.total,
    lossTerms,
    gate,
    agreement: result.gate?.agreement,
    learningRate: schedule.learningRate,
    gradientNorm,
  };
}
