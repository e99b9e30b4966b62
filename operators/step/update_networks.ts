import type { tf } from "../../runtime/mod.ts";
import { gradientClip } from "../../models/mod.ts";
import type { Parameters, Sgd } from "../../models/mod.ts";
import type { NetworkState, TrainingState } from "./network_state.ts";
import { mapNetworks, type PerNetwork } from "./per_network.ts";
import type { StepInput } from "./step_input.ts";
import { updateEma } from "./update_ema.ts";
import { updateMemory } from "./_update_memory.ts";

/** Options of {@linkcode update} and {@linkcode updateNetworks}. */
export interface UpdateOptions {
  /** The optimizer of each network; a pure function, so one may serve both. */
  readonly optimizer: PerNetwork<Sgd>;
  /** Maximum norm of a network's gradient; a longer one is scaled down to it. */
  readonly maxGradientNorm: number;
  /**
   * Share of the moving averages that is kept at each step, in [0, 1). Required for states with
   * averages, see {@linkcode startEma}.
   *
   * @default no averages
   */
  readonly emaDecay?: number | undefined;
}

/** What {@linkcode updateNetworks} works with. */
export type UpdateInput = Pick<StepInput, "state" | "schedule"> & {
  /** Gradients of the loss, by the names of the parameters. */
  readonly gradients: PerNetwork<Parameters>;
  /** Batch-norm statistics after the pass. */
  readonly statistics: PerNetwork<Parameters>;
  /**
   * What the method remembers from now on, by the names in the state.
   *
   * @default what the state has; also for each name that is missing
   */
  readonly memory?: Parameters;
};

/** What {@linkcode updateNetworks} returns. */
export type UpdateOutput = {
  /** The state after the step. */
  readonly state: TrainingState;
  /** The norm of each network's gradient before it was scaled down. */
  readonly gradientNorm: PerNetwork<tf.Scalar>;
};

/**
 * Checks the options of an update.
 *
 * @throws {RangeError} If `maxGradientNorm` is not positive or `emaDecay` is not in [0, 1).
 */
export function checkUpdateOptions({ maxGradientNorm, emaDecay = 0 }: UpdateOptions): void {
  if (!(maxGradientNorm > 0)) {
    throw new RangeError(
      "Cannot update as 'maxGradientNorm' must be a positive number: " +
        `current value is ${maxGradientNorm}`,
    );
  }
  if (!(emaDecay >= 0 && emaDecay < 1)) {
    throw new RangeError(
      `Cannot update as 'emaDecay' must be in [0, 1): current value is ${emaDecay}`,
    );
  }
}

/**
 * Takes one optimizer step for each network, outside of a stream.
 *
 * @returns Tensors that belong to the surrounding `tf.tidy`; the statistics are those passed in.
 * @throws {TypeError} If a network has no optimizer, learning rate, gradients or statistics, or has
 * averages without an `emaDecay`; if something is to be remembered that the state has no tensor of
 * this name, shape and type for.
 *
 * @example
 * ```ts
 * import { sgd } from "@actnetformer/deno/models";
 * import { noiseStep, tinyNetworks, updateNetworks } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const optimizer = { primary: sgd({ momentum: 0.9, weightDecay: 0, isDecayed: () => false }) };
 * tf.tidy(() => {
 *   const { state, schedule } = noiseStep({ primary: tinyNetworks().primary });
 *   const { parameters, statistics } = state.primary;
 *   const step = { gradients: { primary: parameters }, statistics: { primary: statistics } };
 *   updateNetworks({ state, schedule, ...step }, { optimizer, maxGradientNorm: 40 });
 * });
 * ```
 */
export function updateNetworks(input: UpdateInput, options: UpdateOptions): UpdateOutput {
  const updated = mapNetworks(
    input.state,
    (state, network) => updateNetwork(network, state, { ...input, ...options }),
  );
  const state = mapNetworks(updated, ({ state }) => state);
  const memory = updateMemory(input.state.memory, input.memory);
  return {
    state: memory === undefined ? state : { ...state, memory },
    gradientNorm: mapNetworks(updated, ({ norm }) => norm),
  };
}

function updateNetwork(
  network: keyof PerNetwork<unknown>,
  state: NetworkState,
  options: UpdateInput & UpdateOptions,
): { readonly state: NetworkState; readonly norm: tf.Scalar } {
  const optimizer = options.optimizer[network];
  const gradients = options.gradients[network];
  const learningRate = options.schedule.learningRate[network];
  const statistics = options.statistics[network];
  if (!optimizer || !gradients || !learningRate || !statistics) {
    throw new TypeError(
      `Cannot update the ${network} model as it must have an optimizer, a learning rate, ` +
        "gradients and statistics",
    );
  }
  const { norm, factor } = gradientClip(gradients, options.maxGradientNorm);
  const stepped = optimizer.update(state.parameters, state.momentum, gradients, {
    learningRate,
    gradientFactor: factor,
  });
  const next = { ...stepped, statistics };
  if (state.ema === undefined) return { state: next, norm };
  if (options.emaDecay === undefined) {
    throw new TypeError(
      `Cannot update the averages of the ${network} model as 'emaDecay' must be given`,
    );
  }
  const current = { ...next.parameters, ...statistics };
  const trained = Object.entries(state.ema).filter(([name]) => isTrained(name, state));
  const averages = updateEma(Object.fromEntries(trained), current, options.emaDecay);
  // In the same order, as a step in place writes one tensor after the other.
  const ema = Object.entries(state.ema)
    .map(([name, average]) => [name, averages[name] ?? average.clone()] as const);
  return { state: { ...next, ema: Object.fromEntries(ema) }, norm };
}

/**
 * Whether a step changes a tensor: a weight with a momentum, or a statistic of a norm with one or
 * without any weight.
 */
function isTrained(name: string, { momentum, parameters }: NetworkState): boolean {
  const weight = name.replace(/\.running_(?:mean|var)$/, ".weight");
  return weight in momentum || !(weight in parameters);
}
