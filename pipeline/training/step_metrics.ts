import { gateMetrics, type Merged, type StepBatch, type TrainedStep } from "../../operators/mod.ts";

/** What {@linkcode stepMetrics} looks at. */
export interface MeasuredStep extends Omit<TrainedStep<Merged>, "batch"> {
  readonly batch: Pick<StepBatch, "hiddenLabels">;
}

/**
 * Returns a step's numbers as `metrics.jsonl` has them; `step` counts the steps done.
 *
 * @param losses The terms of the loss that the step has.
 * @throws {TypeError} If the pipeline has not emitted one of them.
 */
export function stepMetrics(
  { step, batch, result, schedule, gradientNorm }: MeasuredStep,
  losses: readonly string[],
) {
  const lossTerms = Object.fromEntries(
    losses.map((name) => [name, requireTerm(result.lossTerms, name)]),
  );
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

function requireTerm(terms: Readonly<Record<string, number>>, name: string): number {
  const value = terms[name];
  if (value !== undefined) return value;
  throw new TypeError(
    `Cannot record a step as its pipeline must emit the loss term '${name}', which its method ` +
      `lists: it has emitted ${Object.keys(terms).join(", ")}`,
  );
}
