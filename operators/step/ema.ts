import { tf } from "../../runtime/mod.ts";
import type { ModelState, Parameters } from "../../models/mod.ts";
import type { NetworkState } from "./step_input.ts";

/**
 * A moving average of tensors after one more step: each is `decay` times the average before and
 * `1 - decay` times the tensor now. What it makes belongs to the `tf.tidy` around it.
 *
 * @param average By the names of the tensors of `now`; a name without a tensor is an error.
 * @param decay Share that is kept of the average before, in [0, 1).
 * @throws {ReferenceError}
 */
export function updateEma(average: Parameters, now: Parameters, decay: number): Parameters {
  return Object.fromEntries(
    Object.entries(average).map(([name, before]) => {
      const tensor = now[name];
      if (tensor === undefined) {
        throw new ReferenceError(`Cannot average '${name}' as there must be a tensor of that name`);
      }
      return [name, tf.add(tf.mul(before, decay), tf.mul(tensor, 1 - decay))];
    }),
  );
}

/** A state that keeps averages from now on; they begin as copies of what there is, the caller's to dispose. */
export function startEma(state: NetworkState): NetworkState {
  const { parameters, statistics } = state;
  const ema = Object.fromEntries(
    Object.entries({ ...parameters, ...statistics }).map(([name, one]) => [name, tf.mul(one, 1)]),
  );
  return { ...state, ema };
}

/** What a network is evaluated with: the averages of its weights and statistics where it keeps any. */
export function stateToEvaluate({ parameters, statistics, ema }: NetworkState): ModelState {
  if (ema === undefined) return { parameters, statistics };
  const averageOf = (tensors: Parameters) =>
    Object.fromEntries(Object.keys(tensors).map((name) => [name, ema[name]!]));
  return { parameters: averageOf(parameters), statistics: averageOf(statistics) };
}
