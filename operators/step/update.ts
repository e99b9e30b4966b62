import { map, type OperatorFunction } from "rxjs";
import type { Parameters } from "../../models/mod.ts";
import type { Differentiated, WithLoss } from "./differentiate.ts";
import type { PerNetwork } from "./per_network.ts";
import {
  checkUpdateOptions,
  updateNetworks,
  type UpdateOptions,
  type UpdateOutput,
} from "./update_networks.ts";

/** What {@linkcode update} needs of a pipeline's result besides the loss. */
export type WithStatistics = WithLoss & {
  /** Batch-norm statistics after the pass. */
  readonly statistics: PerNetwork<Parameters>;
  /** What the method remembers from now on; what is absent stays as it was. */
  readonly memory?: Parameters;
  /**
   * The same for what are means over clips: those of micro-batches and of workers are averaged, while
   * a step with a `memory` must be whole.
   */
  readonly means?: Parameters;
};

/** What a pipeline emitted, without what is in the state. */
export type StepMetrics<Result> = Omit<Result, "statistics" | "memory" | "means">;

/** The outcome of a training step: the next state, and the metrics of its pipeline. */
export type StepOutput<Result> = UpdateOutput & {
  /** What the pipeline emitted, without what is in the state now. */
  readonly result: StepMetrics<Result>;
};

/**
 * Takes one optimizer step for each network.
 *
 * ```text
 *  gradients  ---D---------|
 *             update({ optimizer, maxGradientNorm: 40 })
 *  output     ---U---------|        U = the next state and the metrics of the step
 * ```
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a network without optimizer, learning rate, gradients or
 *   statistics.
 * - Ownership: the old state stays its owner's; the tensors it makes belong to the surrounding
 *   `tf.tidy`.
 *
 * @throws {RangeError} If `maxGradientNorm` is not positive or `emaDecay` is not in [0, 1).
 *
 * @example
 * ```ts
 * import { sgd } from "@actnetformer/deno/models";
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of, pipe } from "rxjs";
 *
 * await startTensorFlow();
 * const { primary } = op.tinyNetworks();
 * const pipeline = pipe(op.dualForward({ primary }), op.mergeLosses());
 * const optimizer = { primary: sgd({ momentum: 0.9, weightDecay: 0, isDecayed: () => false }) };
 * tf.tidy(() => {
 *   of(op.noiseStep({ primary }))
 *     .pipe(op.differentiate(pipeline), op.update({ optimizer, maxGradientNorm: 40 }))
 *     .subscribe(({ gradientNorm }) => gradientNorm.primary.print());
 * });
 * ```
 */
export function update<Result extends WithStatistics>(
  options: UpdateOptions,
): OperatorFunction<Differentiated<Result>, StepOutput<Result>> {
  checkUpdateOptions(options);
  return map(({ result, state, schedule, gradients }) => {
    const { statistics, memory, means, ...metrics } = result;
    const remembered = { ...memory, ...means };
    return {
      ...updateNetworks({ state, schedule, gradients, statistics, memory: remembered }, options),
      result: metrics,
    };
  });
}
