import type { ModelState, Parameters } from "../../models/mod.ts";
import { modelStateOf, type NetworkState } from "./network_state.ts";

/**
 * Returns what a network is evaluated with: the moving averages of its weights and statistics if it
 * keeps any, otherwise the current ones.
 *
 * @throws {ReferenceError} If there are averages and one of a name is missing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { stateToEvaluate } from "@actnetformer/deno/operators";
 *
 * const state = { parameters: {}, statistics: {}, momentum: {} };
 * assert.deepEqual(stateToEvaluate(state), { parameters: {}, statistics: {} });
 * ```
 */
export function stateToEvaluate(state: NetworkState): ModelState {
  const { parameters, statistics, ema } = state;
  if (ema === undefined) return modelStateOf(state);
  return { parameters: averagesOf(parameters, ema), statistics: averagesOf(statistics, ema) };
}

function averagesOf(tensors: Parameters, ema: Parameters): Parameters {
  const averages = Object.keys(tensors).map((name) => {
    const average = ema[name];
    if (average === undefined) {
      throw new ReferenceError(`Cannot evaluate averages as there must be one of '${name}'`);
    }
    return [name, average] as const;
  });
  return Object.fromEntries(averages);
}
