import { type Observable, of, type OperatorFunction } from "rxjs";
import { mixedPrecision, type Precision, tf } from "../../runtime/mod.ts";
import { synchronousValue } from "./_synchronous_value.ts";
import { differentiate } from "./differentiate.ts";
import type { StepInput } from "./step_input.ts";
import { type StepOutput, update, type UpdateOptions, type WithStatistics } from "./update.ts";

/** Options of {@linkcode trainingStep}. */
export interface TrainingStepOptions<Result extends WithStatistics> extends UpdateOptions {
  /** From a step's input to its loss, for example `pipe(dualForward(…), mergeLosses())`. */
  readonly pipeline: OperatorFunction<StepInput, Result>;
  /** In which the networks compute; losses, updates and what they keep are float32 in either. @default "float32" */
  readonly precision?: Precision;
}

/**
 * A whole training step as one pure function of tensors: forward, loss, gradients, update.
 *
 * It is what `of(input).pipe(differentiate(pipeline), update(…))` emits. It reads no values, so
 * `compile()` of the runtime makes one TensorFlow function of it; called as it is it runs op by op.
 * The inputs stay the caller's, the tensors of the output are the caller's to dispose. A tensor that a
 * step does not change is passed on as a clone.
 */
export function trainingStep<Result extends WithStatistics>(
  options: TrainingStepOptions<Result>,
): (input: StepInput) => StepOutput<Result> {
  const { pipeline, precision = "float32", ...updateOptions } = options;
  const step = (source: Observable<StepInput>) =>
    source.pipe(differentiate(pipeline), update<Result>(updateOptions));
  const take = (input: StepInput) =>
    tf.tidy(() =>
      synchronousValue(step(of(input)), "a training step") as unknown as tf.TensorContainer
    ) as unknown as StepOutput<Result>;
  return precision === "bf16" ? mixedPrecision(take) : take;
}
