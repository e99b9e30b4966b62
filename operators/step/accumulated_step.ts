import { of } from "rxjs";
import {
  disposeTree,
  mixedPrecision,
  tensorsOf,
  type TensorTree,
  tf,
  withTensors,
} from "../../runtime/mod.ts";
import type { Parameters } from "../../models/mod.ts";
import { synchronousValue } from "./_synchronous_value.ts";
import { differentiate } from "./differentiate.ts";
import { mergeResults, microBatch } from "./micro_batch.ts";
import { mapNetworks, type PerNetwork, type StepInput } from "./step_input.ts";
import type { TrainingStepOptions } from "./training_step.ts";
import {
  checkUpdateOptions,
  type StepOutput,
  type UpdateInput,
  updateNetworks,
  type WithStatistics,
} from "./update.ts";

/** A micro-batch's input, and the gradients of those before it. */
export type MicroStepInput = StepInput & { readonly gradients: PerNetwork<Parameters> };

/** What a micro-batch comes to. */
export type MicroStepOutput<Result> = {
  /** The sum so far: this micro-batch's share of the step's mean added. */
  readonly gradients: PerNetwork<Parameters>;
  /** Batch-norm statistics after its pass. */
  readonly statistics: PerNetwork<Parameters>;
  /** What the pipeline emitted, without the statistics. */
  readonly result: Omit<Result, "statistics">;
};

/** Options of {@linkcode microSteps}. */
export interface MicroStepsOptions<Result extends WithStatistics>
  extends TrainingStepOptions<Result> {
  /** Micro-batches of a step, of equal size. */
  readonly microBatches: number;
}

/** The two halves of an accumulated step, as pure functions of tensors: both can be compiled. */
export interface MicroSteps<Result extends WithStatistics> {
  /** Adds the gradients of one micro-batch. */
  readonly accumulate: (input: MicroStepInput) => MicroStepOutput<Result>;
  /** Takes the optimizer's step with the sum. */
  readonly apply: (input: UpdateInput) => Pick<StepOutput<Result>, "state" | "gradientNorm">;
}

/**
 * The halves of an {@linkcode accumulatedStep}, to be compiled or called as they are.
 *
 * @throws {RangeError} If `maxGradientNorm` is not positive.
 */
export function microSteps<Result extends WithStatistics>(
  { pipeline, precision = "float32", microBatches, ...updateOptions }: MicroStepsOptions<Result>,
): MicroSteps<Result> {
  checkUpdateOptions(updateOptions);
  const differentiated = (input: StepInput) =>
    tf.tidy(() => {
      const { gradients, result: { statistics, ...result } } = synchronousValue(
        of(input).pipe(differentiate(pipeline)),
        "a training step",
      );
      return { gradients, statistics, result } as unknown as tf.TensorContainer;
    }) as unknown as MicroStepOutput<Result>;
  const forwardAndBack = precision === "bf16" ? mixedPrecision(differentiated) : differentiated;
  return {
    accumulate: ({ gradients: before, ...input }) =>
      tf.tidy(() => {
        const output = forwardAndBack(input);
        // Outside of mixed precision: the sum is float32.
        const [sums, own] = [before, output.gradients].map(tensorsOf) as [tf.Tensor[], tf.Tensor[]];
        const added = sums.map((sum, at) => tf.add(sum, tf.div(own[at]!, microBatches)));
        const gradients = withTensors(before, added);
        return { ...output, gradients } as unknown as tf.TensorContainer;
      }) as unknown as MicroStepOutput<Result>,
    apply: (input) =>
      tf.tidy(() => {
        const { statistics } = input;
        const clones = withTensors(statistics, tensorsOf(statistics).map((one) => one.clone()));
        const next = updateNetworks({ ...input, statistics: clones }, updateOptions);
        return next as unknown as tf.TensorContainer;
      }) as unknown as Pick<StepOutput<Result>, "state" | "gradientNorm">,
  };
}

/** Options of {@linkcode accumulatedStep}. */
export interface AccumulatedStepOptions<Result extends WithStatistics> {
  /** Micro-batches of a step; must divide the labeled clips. */
  readonly microBatches: number;
  /** {@linkcode MicroSteps.accumulate}, as it is or compiled. */
  readonly accumulate: (
    input: MicroStepInput,
  ) => MicroStepOutput<Result> | Promise<MicroStepOutput<Result>>;
  /** {@linkcode MicroSteps.apply}, as it is or compiled. */
  readonly apply: (
    input: UpdateInput,
  ) =>
    | Pick<StepOutput<Result>, "state" | "gradientNorm">
    | Promise<Pick<StepOutput<Result>, "state" | "gradientNorm">>;
}

/**
 * A training step in pieces, for batches that do not fit the device: the gradients of `microBatches`
 * micro-batches, one after another, are averaged, then the optimizer takes one step.
 *
 * A micro-batch holds whole groups, labeled clips with their unlabeled ones. With losses that are
 * means over clips, and networks without batch norm and dropout, this is the step on the whole batch.
 * Otherwise it differs from it in three places: batch norm normalizes by a micro-batch, and its running
 * statistics move once for each; dropout draws for each micro-batch anew; and the contrastive loss
 * finds its negatives in the same micro-batch only.
 *
 * Of the pipeline's result, scalars are averaged and everything else is concatenated in the order of the
 * clips. The inputs stay the caller's, the tensors of the output are the caller's to dispose; none is
 * left when it fails.
 *
 * @throws {RangeError} If `microBatches` is not a positive integer, at once; if it does not divide the batch,
 * as a rejection.
 */
export function accumulatedStep<Result extends WithStatistics>(
  { microBatches, accumulate, apply }: AccumulatedStepOptions<Result>,
): (input: StepInput) => Promise<StepOutput<Result>> {
  if (!Number.isInteger(microBatches) || microBatches < 1) {
    throw new RangeError(
      `Cannot accumulate gradients as 'microBatches' must be a positive integer: current value is ${microBatches}`,
    );
  }
  return async ({ state, batch, schedule }) => {
    const owned = new Set<TensorTree>();
    const own = <Tree extends TensorTree>(tree: Tree): Tree => {
      owned.add(tree);
      return tree;
    };
    const free = (...trees: TensorTree[]) => {
      for (const tree of trees) if (owned.delete(tree)) disposeTree(tree);
    };
    try {
      let gradients: PerNetwork<Parameters> = own(
        mapNetworks(
          state,
          ({ parameters }) =>
            withTensors(parameters, tensorsOf(parameters).map((one) => tf.zerosLike(one))),
        ),
      );
      let statistics = mapNetworks(state, (network) => network.statistics);
      const results: Omit<Result, "statistics">[] = [];
      for (let index = 0; index < microBatches; index++) {
        const micro = own(microBatch(batch, { index, count: microBatches }));
        const current = mapNetworks(
          state,
          (network, name) => ({ ...network, statistics: statistics[name]! }),
        );
        const output = await accumulate({ state: current, batch: micro, schedule, gradients });
        for (const tree of Object.values(output)) own(tree as TensorTree);
        free(micro, gradients, statistics);
        ({ gradients, statistics } = output);
        results.push(output.result);
      }
      const result = mergeResults(results);
      own(result as unknown as TensorTree);
      const next = await apply({ state, schedule, gradients, statistics });
      owned.delete(result as unknown as TensorTree);
      return { ...next, result };
    } finally {
      free(...owned);
    }
  };
}
