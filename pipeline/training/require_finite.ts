import type { Merged, TrainedStep } from "../../operators/mod.ts";
import { NonFiniteLossError } from "./non_finite_loss_error.ts";

/** What {@linkcode requireFinite} looks at. */
export type StepResult = Pick<TrainedStep<Merged>, "step" | "result" | "gradientNorm">;

/**
 * Requires that all numbers of a step are finite: if one is not, the weights are lost.
 *
 * @param describeRemedy Says what the user can do, for the message.
 * @throws {NonFiniteLossError} If one is not; it names the loss, term or gradient.
 */
export function requireFinite(
  { step, result: { lossTerms }, gradientNorm }: StepResult,
  describeRemedy: () => string,
): void {
  const numbers: Record<string, number> = { ...lossTerms };
  for (const [network, norm] of Object.entries(gradientNorm)) {
    numbers[`the ${network} network's gradient norm`] = norm;
  }
  if (Object.values(numbers).every((value) => Number.isFinite(value))) return;
  throw new NonFiniteLossError({ step, numbers, remedy: describeRemedy() });
}
