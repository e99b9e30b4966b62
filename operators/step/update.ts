import { map, type OperatorFunction } from "rxjs";
import type { tf } from "../../runtime/mod.ts";
import { gradientClip } from "../../models/mod.ts";
import type { Parameters } from "../../models/mod.ts";
import type { Sgd } from "../../models/mod.ts";
import type { Differentiated, WithLoss } from "./differentiate.ts";
import { movingAverage } from "./moving_average.ts";
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
  readonly optimiser: PerNetwork<Sgd>;
  /** Largest norm of a network's gradient; a longer one is shortened to it. */
  readonly gradientNorm: number;
  /** Share that is kept of the averages at each step; for states with averages, see `withAverage`. */
  readonly averageDecay?: number;
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

/** @throws {RangeError} If `gradientNorm` is not positive or `averageDecay` not in [0, 1). */
export function checkUpdateOptions({ gradientNorm, averageDecay = 0 }: UpdateOptions): void {
  if (!(gradientNorm > 0)) {
    throw new RangeError(
      `Cannot update as 'gradientNorm' must be a positive number: current value is ${gradientNorm}`,
    );
  }
  if (!(averageDecay >= 0 && averageDecay < 1)) {
    throw new RangeError(
      `Cannot update as 'averageDecay' must be in [0, 1): current value is ${averageDecay}`,
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
 * One optimiser step for each network, outside of a stream. What it makes belongs to the `tf.tidy`
 * around it; the statistics are passed on as they are.
 *
 * @throws {TypeError} for a network without optimiser, learning rate, gradients or statistics
 */
export function updateNetworks(
  input: UpdateInput,
  options: UpdateOptions,
): Pick<StepOutput<unknown>, "state" | "gradientNorm"> {
  function step(network: keyof PerNetwork<unknown>) {
    const optimiser = options.optimiser[network];
    const state = input.state[network];
    const gradients = input.gradients[network];
    const learningRate = input.schedule.learningRate[network];
    const statistics = input.statistics[network];
    if (!optimiser || !state || !gradients || !learningRate || !statistics) {
      throw new TypeError(
        `Cannot update the ${network} model as it must have an optimiser, a learning rate, ` +
          "a state, gradients and statistics",
      );
    }
    const { norm, factor } = gradientClip(gradients, options.gradientNorm);
    const { parameters, momentum } = state;
    const scalars = { learningRate, gradientFactor: factor };
    const next = optimiser.update(parameters, momentum, gradients, scalars);
    const own: NetworkState = { ...next, statistics };
    if (state.average === undefined) return { state: own, norm };
    if (options.averageDecay === undefined) {
      throw new TypeError(
        `Cannot update the averages of the ${network} model as 'averageDecay' must be given`,
      );
    }
    const now = { ...next.parameters, ...statistics };
    const average = movingAverage(state.average, now, options.averageDecay);
    return { state: { ...own, average }, norm };
  }

  const stepped = mapNetworks(input.state, (_, network) => step(network));
  return {
    state: mapNetworks(stepped, ({ state }) => state),
    gradientNorm: mapNetworks(stepped, ({ norm }) => norm),
  };
}

/**
 * Takes one optimiser step for each network.
 *
 * ```text
 *  gradients  ---D---------|
 *             update({ optimiser, gradientNorm: 40 })
 *  output     ---U---------|        U = the next state and the metrics of the step
 * ```
 *
 * Order, cancellation, completion: those of `map`; synchronous, reads no values, so it can be
 * compiled.
 * Errors: a network without optimiser, learning rate, gradients or statistics is a TypeError.
 * Ownership: the old state stays its owner's; what it makes belongs to the `tf.tidy` around it.
 *
 * @throws {RangeError} If `gradientNorm` is not positive.
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
