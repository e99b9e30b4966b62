import { gateMetrics, type Merged, type TrainedStep } from "../../operators/mod.ts";
import type { LossName } from "../method/methods.ts";
import { NonFiniteLossError } from "./non_finite_loss_error.ts";

/**
 * A step's numbers as they stand in metrics.jsonl; `step` counts the steps done.
 *
 * @param losses The terms of the loss that the step has.
 */
export function stepMetrics(
  { step, batch, result, schedule, gradientNorm }: TrainedStep<Merged>,
  losses: readonly LossName[],
) {
  const lossTerms = Object.fromEntries(losses.map((name) => [name, result.lossTerms[name]]));
  const gate = result.gate === undefined ? undefined : gateMetrics(result.gate, batch.hiddenLabels);
  const maskRates: Record<string, number> = {};
  if (gate !== undefined) {
    // Named by who labels for whom: Z the primary network, A the auxiliary one.
    if (gate.auxiliary === undefined) maskRates["Z→Z"] = gate.primary.maskRate;
    else {
      maskRates["A→Z"] = gate.primary.maskRate;
      maskRates["Z→A"] = gate.auxiliary.maskRate;
    }
  }
  const agreement = result.gate?.agreement;
  return {
    step: step + 1,
    loss: result.lossTerms.total,
    lossTerms,
    maskRates,
    gate,
    agreement,
    learningRate: schedule.learningRate,
    gradientNorm,
  };
}

/**
 * Requires that a step came to numbers: behind any other the weights are lost.
 *
 * @param remedy What the user can do, for the message.
 * @throws {NonFiniteLossError} naming the loss, term or gradient that is none.
 */
export function requireFinite(
  { step, result: { lossTerms }, gradientNorm }: Pick<
    TrainedStep<Merged>,
    "step" | "result" | "gradientNorm"
  >,
  remedy: () => string,
): void {
  const norms = Object.entries(gradientNorm)
    .map(([network, norm]) => [`the ${network} network's gradient norm`, norm] as const);
  const numbers = { ...lossTerms, ...Object.fromEntries(norms) };
  if (Object.values(numbers).every((value) => Number.isFinite(value))) return;
  throw new NonFiniteLossError(step, numbers, remedy());
}
