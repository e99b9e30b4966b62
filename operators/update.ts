import { map, type OperatorFunction } from "rxjs";
import type { tf } from "../runtime/mod.ts";
import { gradientClip } from "../models/mod.ts";
import type { Parameters } from "../models/mod.ts";
import type { Sgd } from "../models/mod.ts";
import type { Differentiated, WithLoss } from "./differentiate.ts";
import type { NetworkState, PerNetwork, TrainingState } from "./step_input.ts";

/** Options of {@linkcode update}. */
export interface UpdateOptions {
  /** Of either network; pure, so one may serve both. */
  readonly optimiser: PerNetwork<Sgd>;
  /** Largest norm of a network's gradient; a longer one is shortened to it. */
  readonly gradientNorm: number;
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
  if (!(options.gradientNorm > 0)) {
    throw new RangeError(
      "Cannot update as 'gradientNorm' must be a positive number: " +
        `current value is ${options.gradientNorm}`,
    );
  }

  function step(network: keyof PerNetwork<unknown>, input: Differentiated<Result>) {
    const optimiser = options.optimiser[network];
    const state = input.state[network];
    const gradients = input.gradients[network];
    const learningRate = input.schedule.learningRate[network];
    const statistics = input.result.statistics[network];
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
    return { state: own, norm };
  }

  return map((input) => {
    const { statistics: _, ...result } = input.result;
    const primary = step("primary", input);
    if (input.state.auxiliary === undefined) {
      return {
        state: { primary: primary.state },
        result,
        gradientNorm: { primary: primary.norm },
      };
    }
    const auxiliary = step("auxiliary", input);
    return {
      state: { primary: primary.state, auxiliary: auxiliary.state },
      result,
      gradientNorm: { primary: primary.norm, auxiliary: auxiliary.norm },
    };
  });
}
