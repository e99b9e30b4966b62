import { of } from "rxjs";
import {
  mixedPrecision,
  tensorsOf,
  type TensorTree,
  tf,
  tidyTree,
  withTensors,
} from "../../runtime/mod.ts";
import type { Parameters } from "../../models/mod.ts";
import { mapTensors } from "./_map_tensors.ts";
import { meanOverWorkers, resultOfWorkers } from "./_of_workers.ts";
import { synchronousValue } from "./_synchronous_value.ts";
import type { AcrossWorkersOptions } from "./across_workers.ts";
import { differentiate } from "./differentiate.ts";
import type { PerNetwork } from "./per_network.ts";
import type { StepInput } from "./step_input.ts";
import type { TrainingStepOptions } from "./training_step.ts";
import type { StepMetrics, WithStatistics } from "./update.ts";
import {
  checkUpdateOptions,
  type UpdateInput,
  updateNetworks,
  type UpdateOutput,
} from "./update_networks.ts";

/** The input of a micro-batch, with the gradients of the earlier ones. */
export type MicroStepInput = StepInput & {
  /** The sum so far; zeros for the first micro-batch. */
  readonly gradients: PerNetwork<Parameters>;
};

/** The outcome of a micro-batch. */
export type MicroStepOutput<Result> = {
  /** The sum so far, now with this micro-batch's share of the mean. */
  readonly gradients: PerNetwork<Parameters>;
  /** Batch-norm statistics after its pass. */
  readonly statistics: PerNetwork<Parameters>;
  /** What the method remembers of it from now on: means over its clips. */
  readonly memory: Parameters;
  /** What the pipeline emitted, without what is in the state. */
  readonly result: StepMetrics<Result>;
};

/** Options of {@linkcode microSteps}. */
export interface MicroStepsOptions<Result extends WithStatistics>
  extends TrainingStepOptions<Result> {
  /** Micro-batches of a step, of equal size. */
  readonly microBatches: number;
}

/** The two halves of an accumulated step, as pure functions of tensors: both can be compiled. */
export interface MicroSteps<Result extends WithStatistics> {
  /** Micro-batches of a step, of equal size: `accumulate` adds this share of their gradients. */
  readonly microBatches: number;
  /** Adds the gradients of one micro-batch. */
  readonly accumulate: (input: MicroStepInput) => MicroStepOutput<Result>;
  /** Takes the optimizer's step with the sum. */
  readonly apply: (input: UpdateInput) => UpdateOutput;
}

/**
 * Returns the halves of an {@linkcode accumulatedStep}, to be compiled or called as they are.
 *
 * @throws {RangeError} If `microBatches` is not a positive integer, `maxGradientNorm` is not
 * positive, or `emaDecay` is not in [0, 1).
 *
 * @example
 * ```ts
 * import { sgd } from "@actnetformer/deno/models";
 * import * as op from "@actnetformer/deno/operators";
 * import { pipe } from "rxjs";
 *
 * const { primary } = op.tinyNetworks();
 * const pipeline = pipe(op.dualForward({ primary }), op.mergeLosses());
 * const optimizer = { primary: sgd({ momentum: 0.9, weightDecay: 0, isDecayed: () => false }) };
 * const halves = op.microSteps({ pipeline, optimizer, maxGradientNorm: 40, microBatches: 2 });
 * const step = op.accumulatedStep(halves);
 * ```
 */
export function microSteps<Result extends WithStatistics>(
  options: MicroStepsOptions<Result>,
): MicroSteps<Result> {
  const {
    pipeline,
    precision = "float32",
    microBatches,
    workers,
    gradientExchange,
    ...updateOptions
  } = options;
  if (!Number.isInteger(microBatches) || microBatches < 1) {
    throw new RangeError(
      "Cannot accumulate gradients as 'microBatches' must be a positive integer: " +
        `current value is ${microBatches}`,
    );
  }
  checkUpdateOptions(updateOptions);
  const differentiated = differentiate(pipeline);
  const microStep = (input: StepInput) =>
    tidyTree((): MicroStepOutput<Result> => {
      const { gradients, result: { statistics, memory, means = {}, ...result } } = synchronousValue(
        of(input).pipe(differentiated),
        "a training step",
      );
      if (memory !== undefined) {
        throw new TypeError(
          "Cannot accumulate gradients as the method must remember nothing of whole steps: it " +
            `remembers ${Object.keys(memory).join(", ")}`,
        );
      }
      return {
        gradients,
        statistics,
        memory: means,
        result: workers === undefined ? result : resultOfWorkers(result, workers),
      };
    });
  const forwardAndBackward = precision === "bf16" ? mixedPrecision(microStep) : microStep;
  return {
    microBatches,
    accumulate: ({ gradients, ...input }) =>
      tidyTree(() => {
        const output = forwardAndBackward(input);
        // Outside of mixed precision, so that the sum is float32.
        return { ...output, gradients: addMean(gradients, output.gradients, microBatches) };
      }),
    apply: (input) =>
      tidyTree(() => {
        const joint = workers === undefined
          ? input
          : { ...input, ...ofWorkers(input, { workers, ...gradientExchange }) };
        const { statistics, memory = {}, ...others } = joint;
        // The next state has tensors of its own.
        const copies = mapTensors({ statistics, memory }, (tensor) => tensor.clone());
        return updateNetworks({ ...others, ...copies }, updateOptions);
      }),
  };
}

/** Returns the means over all workers. */
function ofWorkers(
  { gradients, statistics, memory = {} }: UpdateInput,
  { workers: group, ...exchange }: AcrossWorkersOptions,
) {
  return {
    gradients: meanOverWorkers(gradients, { group, name: "gradients", ...exchange }),
    statistics: meanOverWorkers(statistics, { group, name: "statistics" }),
    memory: meanOverWorkers(memory, { group, name: "memory" }),
  };
}

/** Returns `sums + gradients / microBatches`. */
function addMean<Tree extends TensorTree>(sums: Tree, gradients: Tree, microBatches: number): Tree {
  const terms = tensorsOf(gradients);
  const added = tensorsOf(sums).map((sum, index) =>
    tf.add(sum, tf.div(terms[index]!, microBatches))
  );
  return withTensors(sums, added);
}
