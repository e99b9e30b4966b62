import { map, type OperatorFunction } from "rxjs";
import type { tf } from "../../runtime/mod.ts";
import type { Model, Parameters } from "../../models/mod.ts";
import { type ByName, mapByName } from "../by_name.ts";
import { type StepTensors, VIEW_NAMES, type ViewName } from "../device/step_batch.ts";
import { type Output, type Part, passesOf, runPass, stateOf } from "./_pass.ts";
import { mapNetworks, networksOf, type PerNetwork } from "./per_network.ts";
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
export type ViewLogits = PerView<tf.Tensor2D> & {
  /** Of the weak views, as gates see them instead: those of {@linkcode alignDistribution}. */
  readonly aligned?: tf.Tensor2D;
};

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
      const pass = runPass(parts, {
        ...input,
        networks,
        statistics,
        index,
        stages,
      });
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
