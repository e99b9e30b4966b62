import { map, type OperatorFunction } from "rxjs";
import type { tf } from "../../runtime/mod.ts";
import { gradientClip } from "../../models/mod.ts";
import type { Parameters } from "../../models/mod.ts";
import type { Sgd } from "../../models/mod.ts";
import type { Differentiated, WithLoss } from "./differentiate.ts";
import { updateEma } from "./ema.ts";
import {
  mapNetworks,
  type NetworkState,
  type PerNetwork,
  type StepInput,
  type TrainingState,
} from "./step_input.ts";

/** Options of {@linkcode update}. */
export interface UpdateOptions {
  /** Of either network; pure, so one may serve both. */
  readonly optimizer: PerNetwork<Sgd>;
  /** Largest norm of a network's gradient; a longer one is shortened to it. */
  readonly maxGradientNorm: number;
  /** Share that is kept of the averages at each step; for states with averages, see `startEma`. */
  readonly emaDecay?: number;
}

/** The outcome of a training step: the next state, and what its pipeline said. */
export type StepOutput<Result> = {
  /** All that the step replaced. */
  readonly state: TrainingState;
  /** What the pipeline emitted, without the statistics, which are in the state now. */
  readonly result: Omit<Result, "statistics">;
  /** The norm of each network's gradient before it was shortened. */
  readonly gradientNorm: PerNetwork<tf.Scalar>;
};

/** What {@linkcode update} needs of a pipeline's result beside the loss. */
export type WithStatistics = WithLoss & { readonly statistics: PerNetwork<Parameters> };

/** @throws {RangeError} If `maxGradientNorm` is not positive or `emaDecay` not in [0, 1). */
export function checkUpdateOptions({ maxGradientNorm, emaDecay = 0 }: UpdateOptions): void {
  if (!(maxGradientNorm > 0)) {
    throw new RangeError(
      `Cannot update as 'maxGradientNorm' must be a positive number: current value is ${maxGradientNorm}`,
    );
  }
  if (!(emaDecay >= 0 && emaDecay < 1)) {
    throw new RangeError(
      `Cannot update as 'emaDecay' must be in [0, 1): current value is ${emaDecay}`,
    );
  }
}

/** What {@linkcode updateNetworks} works with. */
export type UpdateInput = Pick<StepInput, "state" | "schedule"> & {
  readonly gradients: PerNetwork<Parameters>;
  /** Batch-norm statistics after the pass. */
  readonly statistics: PerNetwork<Parameters>;
};

/**
 * One optimizer step for each network, outside of a stream. What it makes belongs to the `tf.tidy`
 * around it; the statistics are passed on as they are.
 *
 * @throws {TypeError} for a network without optimizer, learning rate, gradients or statistics
 */
export function updateNetworks(
  input: UpdateInput,
  options: UpdateOptions,
): Pick<StepOutput<unknown>, "state" | "gradientNorm"> {
  function step(network: keyof PerNetwork<unknown>) {
    const optimizer = options.optimizer[network];
    const state = input.state[network];
    const gradients = input.gradients[network];
    const learningRate = input.schedule.learningRate[network];
    const statistics = input.statistics[network];
    if (!optimizer || !state || !gradients || !learningRate || !statistics) {
      throw new TypeError(
        `Cannot update the ${network} model as it must have an optimizer, a learning rate, ` +
          "a state, gradients and statistics",
      );
    }
    const { norm, factor } = gradientClip(gradients, options.maxGradientNorm);
    const { parameters, momentum } = state;
    const scalars = { learningRate, gradientFactor: factor };
    const next = optimizer.update(parameters, momentum, gradients, scalars);
    const own: NetworkState = { ...next, statistics };
    if (state.ema === undefined) return { state: own, norm };
    if (options.emaDecay === undefined) {
      throw new TypeError(
        `Cannot update the averages of the ${network} model as 'emaDecay' must be given`,
      );
    }
    const now = { ...next.parameters, ...statistics };
    const ema = updateEma(state.ema, now, options.emaDecay);
    return { state: { ...own, ema }, norm };
  }

  const stepped = mapNetworks(input.state, (_, network) => step(network));
  return {
    state: mapNetworks(stepped, ({ state }) => state),
    gradientNorm: mapNetworks(stepped, ({ norm }) => norm),
  };
}

/**
 * Takes one optimizer step for each network.
 *
 * ```text
 *  gradients  ---D---------|
 *             update({ optimizer, maxGradientNorm: 40 })
 *  output     ---U---------|        U = the next state and the metrics of the step
 * ```
 *
 * Order, cancellation, completion: those of `map`; synchronous, reads no values, so it can be
 * compiled.
 * Errors: a network without optimizer, learning rate, gradients or statistics is a TypeError.
 * Ownership: the old state stays its owner's; what it makes belongs to the `tf.tidy` around it.
 *
 * @throws {RangeError} If `maxGradientNorm` is not positive.
 */
export function update<Result extends WithStatistics>(
  options: UpdateOptions,
): OperatorFunction<Differentiated<Result>, StepOutput<Result>> {
  checkUpdateOptions(options);
  return map(({ result: { statistics, ...result }, ...input }) => ({
    ...updateNetworks({ ...input, statistics }, options),
    result,
  }));
}
