import type { Parameters } from "../../models/mod.ts";
import { disposeTree, type TensorTree, tf, tidyTree } from "../../runtime/mod.ts";
import { mapTensors } from "./_map_tensors.ts";
import { mergeResults } from "./merge_results.ts";
import { microBatch } from "./micro_batch.ts";
import type { MicroStepInput, MicroStepOutput } from "./micro_steps.ts";
import type { TrainingState } from "./network_state.ts";
import { mapNetworks } from "./per_network.ts";
import type { StepInput } from "./step_input.ts";
import type { StepMetrics, StepOutput, WithStatistics } from "./update.ts";
import type { UpdateInput, UpdateOutput } from "./update_networks.ts";

/** Options of {@linkcode accumulatedStep}. */
export interface AccumulatedStepOptions<Result extends WithStatistics> {
  /** {@linkcode MicroSteps.microBatches}; must divide the clips of each view. */
  readonly microBatches: number;
  /** {@linkcode MicroSteps.accumulate}, as it is or compiled. */
  readonly accumulate: (
    input: MicroStepInput,
  ) => MicroStepOutput<Result> | Promise<MicroStepOutput<Result>>;
  /** {@linkcode MicroSteps.apply}, as it is or compiled. */
  readonly apply: (input: UpdateInput) => UpdateOutput | Promise<UpdateOutput>;
}

/**
 * Returns a training step in parts, for batches that do not fit the device: the gradients of
 * `microBatches` micro-batches, one after another, are averaged, then the optimizer takes one step.
 *
 * A micro-batch contains whole groups, labeled clips with their unlabeled ones. With losses that
 * are means over clips, and networks without batch norm and dropout, this equals the step on the
 * whole batch. Otherwise it differs in three ways: batch norm normalizes by a micro-batch, and its
 * running statistics are updated once for each; dropout has its own draws for each micro-batch; and
 * the contrastive loss takes its negatives from the same micro-batch only.
 *
 * Of the pipeline's result, scalars are averaged and all others are concatenated in the order of
 * the clips. The inputs stay the caller's, the tensors of the output are the caller's to dispose;
 * none is left if it fails.
 *
 * @returns A step that rejects with a RangeError if `microBatches` does not divide the batch, and
 * with a TypeError if the pipeline emits a `memory`, which is of whole steps; `means` are averaged.
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
 * const halves = op.microSteps({ pipeline, optimizer, maxGradientNorm: 40, microBatches: 2 });
 * const step = op.accumulatedStep(halves);
 * const input = op.noiseStep({ primary }, { labeled: 2 });
 * disposeTree([input, await step(input)]);
 * ```
 */
export function accumulatedStep<Result extends WithStatistics>(
  options: AccumulatedStepOptions<Result>,
): (input: StepInput) => Promise<StepOutput<Result>> {
  return async (input) => {
    const owned = new OwnedTrees();
    try {
      const { result, ...update } = await accumulateAll(input, options, owned);
      const next = await options.apply({ state: input.state, schedule: input.schedule, ...update });
      owned.release(result);
      return { ...next, result };
    } finally {
      owned.freeAll();
    }
  };
}

/** Returns the mean gradients of all micro-batches, and their results as one. */
async function accumulateAll<Result extends WithStatistics>(
  { state, batch, schedule }: StepInput,
  { microBatches, accumulate }: AccumulatedStepOptions<Result>,
  owned: OwnedTrees,
): Promise<MicroStepOutput<Result>> {
  let gradients = mapNetworks(
    state,
    ({ momentum }) => mapTensors(momentum, (tensor) => tf.zerosLike(tensor)),
  );
  let statistics = mapNetworks(state, (network) => network.statistics);
  const results: StepMetrics<Result>[] = [];
  const memories: Parameters[] = [];
  owned.add(gradients);
  for (let index = 0; index < microBatches; index++) {
    const micro = microBatch(batch, { index, count: microBatches });
    owned.add(micro);
    const output = await accumulate({
      state: withStatistics(state, statistics),
      batch: micro,
      schedule,
      gradients,
    });
    owned.add(output.gradients);
    owned.add(output.statistics);
    owned.add(output.memory);
    owned.add(output.result);
    owned.free(micro);
    owned.free(gradients);
    owned.free(statistics);
    gradients = output.gradients;
    statistics = output.statistics;
    memories.push(output.memory);
    results.push(output.result);
  }
  const memory = meanOf(memories);
  owned.add(memory);
  const result = mergeResults(results);
  owned.add(result);
  return { gradients, statistics, memory, result };
}

/** What is remembered are means over clips, of which each micro-batch has as many. */
function meanOf(memories: readonly Parameters[]): Parameters {
  const names = Object.keys(memories[0] ?? {});
  return tidyTree(() =>
    Object.fromEntries(names.map((name) => [
      name,
      tf.mean(tf.stack(memories.map((memory) => memory[name]!)), 0),
    ]))
  );
}

function withStatistics(
  state: TrainingState,
  statistics: UpdateInput["statistics"],
): TrainingState {
  const networks = mapNetworks(
    state,
    (network, name) => ({ ...network, statistics: statistics[name] ?? network.statistics }),
  );
  const { memory } = state;
  return memory === undefined ? networks : { ...networks, memory };
}

/** The trees of tensors to free if a step ends early. */
class OwnedTrees {
  readonly #trees = new Set<unknown>();

  add(tree: unknown): void {
    this.#trees.add(tree);
  }

  /** Hands a tree over to the caller. */
  release(tree: unknown): void {
    this.#trees.delete(tree);
  }

  /** Frees a tree if it is owned; the first statistics, for example, are those of the input. */
  free(tree: unknown): void {
    if (this.#trees.delete(tree)) disposeTree(tree as TensorTree);
  }

  freeAll(): void {
    for (const tree of this.#trees) this.free(tree);
  }
}
