import { of, type OperatorFunction, pipe } from "rxjs";
import type { Workers } from "../../runtime/collectives/mod.ts";
import { mixedPrecision, type Precision, tidyTree } from "../../runtime/mod.ts";
import { synchronousValue } from "./_synchronous_value.ts";
import { acrossWorkers, type GradientExchange } from "./across_workers.ts";
import { differentiate } from "./differentiate.ts";
import type { StepInput } from "./step_input.ts";
import { type StepOutput, update, type WithStatistics } from "./update.ts";
import type { UpdateOptions } from "./update_networks.ts";

/** Options of {@linkcode trainingStep}. */
export interface TrainingStepOptions<Result extends WithStatistics> extends UpdateOptions {
  /** From a step's input to its loss, for example `pipe(dualForward(…), mergeLosses())`. */
  readonly pipeline: OperatorFunction<StepInput, Result>;
  /**
   * Precision of the networks' products; losses, updates and stored tensors are float32 in any
   * case.
   *
   * @default "float32"
   */
  readonly precision?: Precision | undefined;
  /**
   * The workers that take each step together, see {@linkcode acrossWorkers}. The pipeline has to know
   * them as well.
   *
   * @default a step of this process
   */
  readonly workers?: Workers | undefined;
  /**
   * How gradients are sent to other workers.
   *
   * @default in float32, in buckets of 4 MiB
   */
  readonly gradientExchange?: GradientExchange | undefined;
}

/**
 * Returns a whole training step as one pure function of tensors: forward, loss, gradients, update.
 *
 * It computes what `of(input).pipe(differentiate(pipeline), update(…))` emits. It reads no values,
 * so `compile()` of the runtime can turn it into one TensorFlow function; without that it runs op
 * by op. The inputs stay the caller's, the tensors of the output are the caller's to dispose. A
 * tensor that a step does not change is returned as a clone.
 *
 * @throws {RangeError} If `maxGradientNorm` is not positive or `emaDecay` is not in [0, 1).
 *
 * @example
 * ```ts
 * import { sgd } from "@actnetformer/deno/models";
 * import * as op from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow } from "@actnetformer/deno/runtime";
 * import { pipe } from "rxjs";
 *
 * await startTensorFlow();
 * const { primary } = op.tinyNetworks();
 * const pipeline = pipe(op.dualForward({ primary }), op.mergeLosses());
 * const optimizer = { primary: sgd({ momentum: 0.9, weightDecay: 0, isDecayed: () => false }) };
 * const input = op.noiseStep({ primary });
 * const output = op.trainingStep({ pipeline, optimizer, maxGradientNorm: 40 })(input);
 * disposeTree([input, output]);
 * ```
 */
export function trainingStep<Result extends WithStatistics>(
  options: TrainingStepOptions<Result>,
): (input: StepInput) => StepOutput<Result> {
  const { pipeline, precision = "float32", workers, gradientExchange, ...updateOptions } = options;
  const differentiated = workers === undefined
    ? differentiate(pipeline)
    : pipe(differentiate(pipeline), acrossWorkers({ workers, ...gradientExchange }));
  const updated = update<Result>(updateOptions);
  const step = (input: StepInput) =>
    tidyTree(() => synchronousValue(of(input).pipe(differentiated, updated), "a training step"));
  return precision === "bf16" ? mixedPrecision(step) : step;
}
