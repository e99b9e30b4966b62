import { tf } from "../../runtime/mod.ts";
import type { Workers } from "../../runtime/collectives/mod.ts";
import { type RowsOfBatch, stopGradient } from "../../runtime/ops/mod.ts";
import type { Model, ModelState, Parameters } from "../../models/mod.ts";
import type { ViewName } from "../device/step_batch.ts";
import { workersOf } from "./among_workers.ts";
import { modelStateOf, type NetworkState } from "./network_state.ts";
import { mapNetworks, type PerNetwork } from "./per_network.ts";
import { stateToEvaluate } from "./state_to_evaluate.ts";
import type { StepInput } from "./step_input.ts";

/** One view of one branch. */
export interface Part {
  readonly branch: string;
  readonly view: ViewName;
  readonly network: keyof PerNetwork<unknown>;
  readonly average: boolean;
  readonly clips: tf.Tensor5D;
}

/** Divides parts into passes: those that can go through a network together do so. */
export function passesOf(parts: readonly Part[], apart: boolean): Part[][] {
  const passes = new Map<string, Part[]>();
  for (const part of parts) {
    const { branch, view, network, average, clips } = part;
    const own = apart ? `${branch} ${view}` : "";
    const key = `${network} ${average} ${clips.shape.slice(1)} ${own}`;
    const pass = passes.get(key);
    if (pass === undefined) passes.set(key, [part]);
    else pass.push(part);
  }
  return [...passes.values()];
}

/** What a pass works with besides its clips. */
export interface PassInput extends StepInput {
  readonly networks: PerNetwork<Model>;
  /** Batch-norm statistics after the passes before it. */
  readonly statistics: PerNetwork<Parameters>;
  /** Number of the pass in the step, from 0. */
  readonly index: number;
  /** Whether the outputs of the stages are asked for. */
  readonly stages: boolean;
}

/** What a network says about some clips. */
interface Answers {
  readonly logits: tf.Tensor2D;
  readonly projection?: tf.Tensor2D | undefined;
  readonly stages?: readonly tf.Tensor5D[] | undefined;
}

/** What a network says about one view of one branch. */
export type Output = Answers & Pick<Part, "branch" | "view">;

/** What a pass returns. */
export interface PassOutput {
  /** In the order of the parts. */
  readonly outputs: readonly Output[];
  /** Batch-norm statistics after the pass. */
  readonly statistics: PerNetwork<Parameters>;
}

/**
 * Runs a network, or its average, over the clips of some parts.
 *
 * @param parts At least one, all of one network.
 * @throws {TypeError} If there is no such network, state or average, or the network does not report
 * the stages that are asked for.
 */
export function runPass(
  parts: readonly Part[],
  { networks, statistics, index, stages, ...input }: PassInput,
): PassOutput {
  const [{ network, average }] = parts as readonly [Part];
  const model = networks[network];
  if (model === undefined) {
    throw new TypeError(`Cannot run the ${network} model as there must be one of that name`);
  }
  const reported: (readonly tf.Tensor5D[])[] = [];
  const shared = workersOf(input);
  const { logits, projection, statistics: after } = model.forward({
    ...stateOfPass(input, { network, average }, statistics),
    clips: joined(parts.map(({ clips }) => clips)),
    training: !average,
    randomSeed: seedOf(index, input.batch.randomSeed),
    rows: shared && rowsOf(parts, shared.workers),
    normExchange: shared?.syncBatchNorm
      ? { group: shared.workers, name: `norms of pass ${index}, ${network}` }
      : undefined,
    readOut: stages ? { onStages: (outputs) => reported.push(outputs) } : undefined,
  });
  if (stages && reported.length === 0) {
    throw new TypeError(
      `Cannot emit the stages of the ${network} model as it must report them: ${model.name} does not`,
    );
  }
  const answers = { logits, projection, stages: reported[0] };
  return average ? { outputs: divide(mapAnswers(answers, stopGradient), parts), statistics } : {
    outputs: divide(answers, parts),
    statistics: mapNetworks(statistics, (before, name) => name === network ? after : before),
  };
}

/** What a network runs with: in training the statistics of the passes before, or its average. */
function stateOfPass(
  input: StepInput,
  { network, average }: Pick<Part, "network" | "average">,
  statistics: PerNetwork<Parameters>,
): ModelState {
  const state = stateOf(input, network);
  return average
    ? averageOf(state, network)
    : modelStateOf({ ...state, statistics: statistics[network]! });
}

/**
 * Returns the state of a network.
 *
 * @throws {TypeError} If there is none.
 */
export function stateOf({ state }: StepInput, network: keyof PerNetwork<unknown>): NetworkState {
  const networkState = state[network];
  if (networkState !== undefined) return networkState;
  throw new TypeError(`Cannot run the ${network} model as the state has no tensors for it`);
}

function averageOf(state: NetworkState, network: string): ModelState {
  if (state.ema !== undefined) return stateToEvaluate(state);
  throw new TypeError(`Cannot run the average of the ${network} model as its state must have one`);
}

/** All passes number their dropouts from 0: with one seed they would drop the same values. */
function seedOf(index: number, randomSeed: tf.Tensor1D): tf.Tensor1D {
  return index === 0 ? randomSeed : tf.add(randomSeed, tf.tensor1d([0, index], "int32"));
}

/**
 * Returns where the clips of some parts are in the pass of all workers: there the parts follow each
 * other as well, and in each the clips of one worker follow those of another.
 */
function rowsOf(parts: readonly Part[], { size, task }: Workers): RowsOfBatch {
  let before = 0;
  const ranges = parts.map(({ clips: { shape: [count] } }) => {
    const start = before * size + task * count;
    before += count;
    return { start, count };
  });
  return { batch: before * size, ranges };
}

function joined(clips: readonly tf.Tensor5D[]): tf.Tensor5D {
  const [first] = clips;
  return first !== undefined && clips.length === 1 ? first : tf.concat([...clips]);
}

/** Divides the answers of a pass among its parts. */
function divide(answers: Answers, parts: readonly Part[]): Output[] {
  const sizes = parts.map(({ clips }) => clips.shape[0]);
  const split = new Map<tf.Tensor, readonly tf.Tensor[]>();
  mapAnswers(answers, (tensor) => {
    split.set(tensor, parts.length === 1 ? [tensor] : tf.split(tensor, sizes));
    return tensor;
  });
  return parts.map(({ branch, view }, index) => ({
    branch,
    view,
    ...mapAnswers(answers, (tensor) => split.get(tensor)![index]!),
  }));
}

function mapAnswers(answers: Answers, change: (tensor: tf.Tensor) => tf.Tensor): Answers {
  const { logits, projection, stages } = answers;
  return {
    logits: change(logits) as tf.Tensor2D,
    projection: projection && change(projection) as tf.Tensor2D,
    stages: stages?.map((stage) => change(stage) as tf.Tensor5D),
  };
}
