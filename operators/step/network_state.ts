import type { ModelState, Parameters } from "../../models/mod.ts";
import type { PerNetwork } from "./per_network.ts";

/** What a network has learned, and the momentum it learns with. */
export type NetworkState = {
  /** Weights, by name. */
  readonly parameters: Parameters;
  /** Running statistics of batch norm, by name. */
  readonly statistics: Parameters;
  /** Momentum of each weight; those that are frozen have none. */
  readonly momentum: Parameters;
  /** Moving averages of parameters and statistics, by name; absent if none are kept. */
  readonly ema?: Parameters;
};

/** All tensors that a training step replaces. */
export type TrainingState = PerNetwork<NetworkState> & {
  /**
   * What the method remembers from step to step, by name: of videos or clips, not of networks. Absent
   * if it remembers nothing.
   */
  readonly memory?: Parameters;
};

/**
 * Returns the part of a state that a forward pass takes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { modelStateOf } from "@actnetformer/deno/operators";
 *
 * const state = { parameters: {}, statistics: {}, momentum: {} };
 * assert.deepEqual(modelStateOf(state), { parameters: {}, statistics: {} });
 * ```
 */
export function modelStateOf({ parameters, statistics }: NetworkState): ModelState {
  return { parameters, statistics };
}
