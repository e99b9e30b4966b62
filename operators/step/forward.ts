import { map, type OperatorFunction } from "rxjs";
import { tf } from "../../runtime/mod.ts";
import { stopGradient } from "../../runtime/ops/mod.ts";
import type { Model, ModelState, Parameters } from "../../models/mod.ts";
import { type ByName, mapByName } from "../by_name.ts";
import { type StepTensors, VIEW_NAMES, type ViewName } from "../device/step_batch.ts";
import { modelStateOf, type NetworkState } from "./network_state.ts";
import { mapNetworks, networksOf, type PerNetwork } from "./per_network.ts";
import { stateToEvaluate } from "./state_to_evaluate.ts";
import type { StepInput } from "./step_input.ts";

/** One way through the networks: which clips go through which network. */
export interface Branch {
  /** The network. */
  readonly network: keyof PerNetwork<unknown>;
  /**
   * The clips, by name.
   *
   * @default those of the network's name
   */
  readonly clip?: string | undefined;
  /**
   * The views of these clips.
   *
   * @default all that the step has
   */
  readonly views?: readonly ViewName[] | undefined;
  /**
   * Whether the clips go through the moving average of the network instead, in evaluation mode and
   * without gradient: a teacher. The state must have averages, see {@linkcode startEma}.
   *
   * @default false
   */
  readonly average?: boolean | undefined;
}

/** Options of {@linkcode forward}. */
export interface ForwardOptions {
  /**
   * The branches by name.
   *
   * @default one for each network, of its name
   */
  readonly branches?: ByName<Branch> | undefined;
  /**
   * Whether each view of each branch has a pass of its own, so that batch norm sees it alone.
   *
   * @default false
   */
  readonly apart?: boolean | undefined;
  /**
   * Whether the outputs of the networks' stages are emitted.
   *
   * @default false
   */
  readonly stages?: boolean | undefined;
}

/** A value for each view of a branch; absent for those that the branch does not have. */
export type PerView<T> = {
  /** Of the labeled clips. */
  readonly labeled?: T;
  /** Of the weak views of the unlabeled clips. */
  readonly weak?: T;
  /** Of the strong views of the unlabeled clips. */
  readonly strong?: T;
};

/** The logits `[clips, classes]` of one branch, before the softmax. */
export type ViewLogits = PerView<tf.Tensor2D>;

/** A step's input with the outputs of the networks. */
export type Forwarded = StepInput & {
  /** By branch. */
  readonly logits: ByName<ViewLogits>;
  /** By branch, `[clips, outputs]`: what the projection head of the network gives, if it has one. */
  readonly projections: ByName<PerView<tf.Tensor2D>>;
  /**
   * By branch, if they are asked for: the outputs `[clips, frames, height, width, channels]` of the
   * stages of the network, the first one first.
   */
  readonly stages: ByName<PerView<readonly tf.Tensor5D[]>>;
  /** Batch-norm statistics after all passes, by network. */
  readonly statistics: PerNetwork<Parameters>;
};

/**
 * Runs the networks over the views of a step, along named branches.
 *
 * ```text
 *  steps      ---s---------|
 *             forward(networks, { branches })
 *  output     ---F---------|        F = s, and the logits of each branch and view
 * ```
 *
 * All views of all branches through a network go through it in one pass in training mode, so that
 * batch norm sees them together; clips of another shape, and branches through an average, have a
 * pass of their own. Each pass has its own draws of dropout.
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be differentiated and compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source and of the networks; a TypeError for a branch whose network, state or
 *   clips are missing.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @example Two frame rates through one network
 * ```ts
 * import assert from "node:assert/strict";
 * import { forward, noiseStep, tinyNetworks } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const { primary } = tinyNetworks();
 * const slow = { network: "primary", clip: "slow", views: ["weak"] } as const;
 * const branches = { primary: { network: "primary" }, slow } as const;
 * tf.tidy(() => {
 *   of(noiseStep({ primary }, { clips: { slow: 1 } })).pipe(forward({ primary }, { branches }))
 *     .subscribe(({ logits }) => assert.deepEqual(logits["slow"]!.weak!.shape, [2, 4]));
 * });
 * ```
 */
export function forward<Input extends StepInput = StepInput>(
  networks: PerNetwork<Model>,
  options: ForwardOptions = {},
): OperatorFunction<Input, Input & Forwarded> {
  const { branches = ownBranches(networks), apart = false, stages = false } = options;
  return map((input) => {
    let statistics = mapNetworks(networks, (_, network) => stateOf(input, network).statistics);
    const outputs: Output[] = [];
    passesOf(partsOf(branches, input.batch), apart).forEach((parts, index) => {
      const pass = runPass(parts, { ...input, networks, statistics, index, stages });
      outputs.push(...pass.outputs);
      statistics = pass.statistics;
    });
    const read = <T>(valueOf: (output: Output) => T | undefined) =>
      mapByName(branches, (_, name) => perView(outputs, name, valueOf));
    return {
      ...input,
      logits: read(({ logits }) => logits),
      projections: read(({ projection }) => projection),
      stages: read((output) => output.stages),
      statistics,
    };
  });
}

function ownBranches(networks: PerNetwork<Model>): ByName<Branch> {
  const branches = networksOf(networks).map((network) => [network, { network }]);
  return Object.fromEntries(branches) as ByName<Branch>;
}

function perView<T>(
  outputs: readonly Output[],
  branch: string,
  valueOf: (output: Output) => T | undefined,
): PerView<T> {
  const values = outputs.filter((output) => output.branch === branch)
    .map((output) => [output.view, valueOf(output)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** One view of one branch. */
interface Part {
  readonly branch: string;
  readonly view: ViewName;
  readonly network: keyof PerNetwork<unknown>;
  readonly average: boolean;
  readonly clips: tf.Tensor5D;
}

function partsOf(branches: ByName<Branch>, batch: StepTensors): Part[] {
  const present = VIEW_NAMES.filter((view) => batch[view] !== undefined);
  return Object.entries<Branch>(branches).flatMap(([branch, settings]) => {
    const { network, clip = network, views = present, average = false } = settings;
    return views.map((view) => {
      const clips = batch[view]?.[clip];
      if (clips !== undefined) return { branch, view, network, average, clips };
      throw new TypeError(
        `Cannot run the branch ${branch} as the batch must have ${view} clips named '${clip}'`,
      );
    });
  });
}

/** Divides parts into passes: those that can go through a network together do so. */
function passesOf(parts: readonly Part[], apart: boolean): Part[][] {
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
interface PassInput extends StepInput {
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
type Output = Answers & Pick<Part, "branch" | "view">;

function runPass(
  parts: readonly Part[],
  { networks, statistics, index, stages, ...input }: PassInput,
): { readonly outputs: Output[]; readonly statistics: PerNetwork<Parameters> } {
  const [{ network, average }] = parts as readonly [Part];
  const model = networks[network];
  if (model === undefined) {
    throw new TypeError(`Cannot run the ${network} model as there must be one of that name`);
  }
  const networkState = stateOf(input, network);
  let reported: readonly tf.Tensor5D[] | undefined;
  const readOut = stages
    ? { onStages: (outputs: readonly tf.Tensor5D[]) => reported = outputs }
    : undefined;
  const clips = joined(parts.map((part) => part.clips));
  if (average) {
    const state = averageOf(networkState, network);
    const { logits, projection } = model.forward({ ...state, clips, training: false, readOut });
    const answers = mapAnswers({ logits, projection, stages: reported }, stopGradient);
    return { outputs: divide(answers, parts), statistics };
  }
  const { logits, projection, statistics: after } = model.forward({
    ...modelStateOf({ ...networkState, statistics: statistics[network]! }),
    clips,
    training: true,
    randomSeed: seedOf(index, input.batch.randomSeed),
    readOut,
  });
  return {
    outputs: divide({ logits, projection, stages: reported }, parts),
    statistics: mapNetworks(statistics, (before, name) => name === network ? after : before),
  };
}

function stateOf({ state }: StepInput, network: keyof PerNetwork<unknown>): NetworkState {
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
