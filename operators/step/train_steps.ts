import {
  concatMap,
  defer,
  dematerialize,
  EMPTY,
  from,
  map,
  materialize,
  of,
  type OperatorFunction,
  tap,
} from "rxjs";
import { disposeTree, type TensorTree, tf } from "../../runtime/mod.ts";
import { type HostValues, hostValues } from "../device/host_values.ts";
import type { StepBatch } from "../device/step_batch.ts";
import type { PendingWork } from "../stream/pending_work.ts";
import type { Learner } from "./learner.ts";
import { mapNetworks, type PerNetwork } from "./per_network.ts";
import type { StepInput, StepSchedule } from "./step_input.ts";
import type { StepMetrics, StepOutput, WithStatistics } from "./update.ts";

/** The numbers of a {@linkcode StepSchedule} for one step. */
export interface StepNumbers {
  /** Learning rate of each optimizer. */
  readonly learningRate: PerNetwork<number>;
  /** Weights of the loss terms, by name, times their ramps. */
  readonly weights: Readonly<Record<string, number>>;
}

/** Options of {@linkcode trainSteps}. */
export interface TrainStepsOptions<Result extends WithStatistics> {
  /** What learns. It stays the caller's to dispose. */
  readonly learner: Learner;
  /** A {@linkcode trainingStep}, as it is or compiled; gets the batch that its input is of as well. */
  readonly step: (
    input: StepInput,
    batch: StepBatch,
  ) => StepOutput<Result> | Promise<StepOutput<Result>>;
  /** Returns the numbers of a step, which is counted from 0. */
  readonly schedule: (step: number) => StepNumbers;
  /**
   * Called after each step and awaited before the next one starts, for example to record the step:
   * the learner's state does not change meanwhile. The stream fails with what it throws.
   *
   * @default no calls
   */
  readonly afterStep?: ((trained: TrainedStep<Result>) => void | Promise<void>) | undefined;
  /**
   * Counts the running steps, so that a program can wait for the device after unsubscribing.
   *
   * @default not counted
   */
  readonly pendingWork?: PendingWork | undefined;
}

/** A step that the learner has taken. */
export interface TrainedStep<Result> {
  /** Counted from 0. */
  readonly step: number;
  /** The clips that it was computed from; still owns its tensors. */
  readonly batch: StepBatch;
  /** The numbers it was taken with. */
  readonly schedule: StepNumbers;
  /** What the pipeline emitted, as numbers. */
  readonly result: HostValues<StepMetrics<Result>>;
  /** The norm of each network's gradient before it was scaled down. */
  readonly gradientNorm: PerNetwork<number>;
}

/**
 * Takes a training step for every batch.
 *
 * ```text
 *  batches    ---a--b--------|
 *             trainSteps({ learner, step, schedule })
 *  step          ====
 *                    ====
 *  output     -------A---B---|
 * ```
 *
 * - Order: kept, one step after another; batches that arrive during a step wait, bounded by
 *   credits.
 * - Cancellation: a running step runs to its end, `afterStep` included, and the learner takes over
 *   its state, as it may work in place; only `pendingWork.settled()` reports it.
 * - Errors: of the source, after the step under way; batches that wait then are not taken, as their
 *   owner has freed them ({@linkcode toDevice}). Of the schedule; of a step, which leaves the learner
 *   as it was; of `afterStep`, when the learner has taken the step.
 * - Ownership: the learner owns the state. Batches are passed on with their tensors, for
 *   {@linkcode release} to free. The tensors of a step's result are read and freed here.
 *
 * @example
 * ```ts
 * import * as op from "@actnetformer/deno/operators";
 * import { map, type Observable } from "rxjs";
 *
 * // Emits the loss of each step, after its batch was freed and its credits were given back.
 * export function losses(
 *   batches: Observable<op.StepBatch>,
 *   options: op.TrainStepsOptions<op.Merged> & { readonly credits: op.Credits },
 * ): Observable<number> {
 *   const freed = op.release<op.TrainedStep<op.Merged>>(options.credits, ({ batch }) => batch);
 *   return batches.pipe(op.trainSteps(options), freed, map(({ result }) => result.loss));
 * }
 * ```
 */
export function trainSteps<Result extends WithStatistics>(
  options: TrainStepsOptions<Result>,
): OperatorFunction<StepBatch, TrainedStep<Result>> {
  const { pendingWork, afterStep } = options;

  async function take(batch: StepBatch): Promise<TrainedStep<Result>> {
    const trained = await takeStep(batch, options);
    await afterStep?.(trained);
    return trained;
  }

  return (batches) =>
    defer(() => {
      let hasFailed = false;
      return batches.pipe(
        // An error of the source waits for the step under way.
        materialize(),
        tap(({ kind }) => {
          hasFailed ||= kind === "E";
        }),
        concatMap((notification) => {
          if (notification.kind !== "N") return of(notification);
          if (hasFailed) return EMPTY;
          pendingWork?.start();
          const taken = take(notification.value).finally(() => pendingWork?.end());
          return from(taken).pipe(map((value) => ({ kind: "N" as const, value })));
        }),
        dematerialize(),
      );
    });
}

async function takeStep<Result extends WithStatistics>(
  batch: StepBatch,
  options: TrainStepsOptions<Result>,
): Promise<TrainedStep<Result>> {
  const { learner } = options;
  const step = learner.steps;
  const schedule = options.schedule(step);
  const { state, ...metrics } = await computeStep(batch, schedule, options);
  try {
    learner.advance(state);
    // Waits for the device here.
    const { result, gradientNorm } = hostValues(metrics);
    return { step, batch, schedule, result, gradientNorm };
  } finally {
    disposeTree(metrics.result as TensorTree);
    disposeTree(metrics.gradientNorm);
  }
}

async function computeStep<Result extends WithStatistics>(
  batch: StepBatch,
  numbers: StepNumbers,
  { learner, step }: TrainStepsOptions<Result>,
): Promise<StepOutput<Result>> {
  const schedule = scheduleTensors(numbers);
  try {
    return await learner.use((state) =>
      batch.use((tensors) => step({ state, batch: tensors, schedule }, batch))
    );
  } finally {
    disposeTree(schedule);
  }
}

function scheduleTensors(numbers: StepNumbers): StepSchedule {
  return {
    learningRate: mapNetworks(numbers.learningRate, (rate) => tf.scalar(rate)),
    weights: Object.fromEntries(
      Object.entries(numbers.weights).map(([name, weight]) => [name, tf.scalar(weight)]),
    ),
  };
}
