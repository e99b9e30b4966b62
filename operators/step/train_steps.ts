import { concatMap, dematerialize, from, map, materialize, of, type OperatorFunction } from "rxjs";
import { disposeTree, type TensorTree, tf } from "../../runtime/mod.ts";
import { type HostValues, hostValues } from "../device/host_values.ts";
import type { Learner } from "./learner.ts";
import type { StepBatch } from "../device/step_batch.ts";
import type { PerNetwork, StepInput, StepSchedule } from "./step_input.ts";
import type { StepOutput, WithStatistics } from "./update.ts";
import type { PendingWork } from "../stream/pending_work.ts";

/** The numbers of a {@linkcode StepSchedule} for one step. */
export interface StepNumbers {
  /** Of either optimizer. */
  readonly learningRate: PerNetwork<number>;
  /** γ of equation (7), times its ramp. */
  readonly pseudoLabelWeight: number;
  /** β of equation (7), times its ramp. */
  readonly contrastWeight: number;
}

/** Options of {@linkcode trainSteps}. */
export interface TrainStepsOptions<Result extends WithStatistics> {
  /** What learns. It stays the caller's to dispose. */
  readonly learner: Learner;
  /** A {@linkcode trainingStep}, as it is or compiled. */
  readonly step: (input: StepInput) => StepOutput<Result> | Promise<StepOutput<Result>>;
  /** The numbers of a step, which is counted from 0. */
  readonly schedule: (step: number) => StepNumbers;
  /**
   * Called after each step and awaited before the next begins, such as to record it: what it writes fits
   * to the learner's state, which does not change meanwhile. An error of it is one of the stream.
   */
  readonly afterStep?: ((trained: TrainedStep<Result>) => void | Promise<void>) | undefined;
  /** Counts every step under way, so that a program can wait for the device after unsubscribing. */
  readonly pendingWork?: PendingWork | undefined;
}

/** A step that the learner has taken. */
export interface TrainedStep<Result> {
  /** Counted from 0. */
  readonly step: number;
  /** What it was computed from; still owns its tensors. */
  readonly batch: StepBatch;
  /** The numbers it was taken with. */
  readonly schedule: StepNumbers;
  /** What the pipeline emitted, as numbers. */
  readonly result: HostValues<Omit<Result, "statistics">>;
  /** The norm of each network's gradient before it was shortened. */
  readonly gradientNorm: PerNetwork<number>;
}

function scheduleTensors({ learningRate, ...weights }: StepNumbers): StepSchedule {
  const { primary, auxiliary } = learningRate;
  return {
    learningRate: auxiliary === undefined
      ? { primary: tf.scalar(primary) }
      : { primary: tf.scalar(primary), auxiliary: tf.scalar(auxiliary) },
    pseudoLabelWeight: tf.scalar(weights.pseudoLabelWeight),
    contrastWeight: tf.scalar(weights.contrastWeight),
  };
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
 * Order: kept, one step after another; batches that come during a step wait, bounded by credits.
 * Cancellation: a step that is being computed runs to its end, `afterStep` included, and the learner takes
 * it, as it may work in place; only `pendingWork.settled()` reports it.
 * Errors: of the source, after the steps on the batches before it; of the schedule; of a step, which
 * leaves the learner as it was before it; of `afterStep`, after which the learner has taken the step.
 * Ownership: the learner owns the state; batches are passed on alive, for {@linkcode release} to free;
 * the tensors of a step's result are read and freed here.
 */
export function trainSteps<Result extends WithStatistics>(
  options: TrainStepsOptions<Result>,
): OperatorFunction<StepBatch, TrainedStep<Result>> {
  const { learner, step, schedule, afterStep, pendingWork } = options;

  async function compute(batch: StepBatch, numbers: StepNumbers): Promise<StepOutput<Result>> {
    const tensors = scheduleTensors(numbers);
    try {
      return await learner.use((state) =>
        batch.use((batch) => step({ state, batch, schedule: tensors }))
      );
    } finally {
      disposeTree(tensors);
    }
  }

  async function take(batch: StepBatch): Promise<TrainedStep<Result>> {
    const trained = await advance(batch);
    await afterStep?.(trained);
    return trained;
  }

  async function advance(batch: StepBatch): Promise<TrainedStep<Result>> {
    const number = learner.steps;
    const numbers = schedule(number);
    const { state, ...metrics } = await compute(batch, numbers);
    try {
      learner.advance(state);
      // Waits for the device here.
      const { result, gradientNorm } = hostValues(metrics);
      return { step: number, batch, schedule: numbers, result, gradientNorm };
    } finally {
      disposeTree(metrics as unknown as TensorTree);
    }
  }

  return (batches) =>
    batches.pipe(
      // An error of the source waits for the steps before it.
      materialize(),
      concatMap((notification) => {
        if (notification.kind !== "N") return of(notification);
        pendingWork?.start();
        return from(take(notification.value).finally(() => pendingWork?.end())).pipe(
          map((value) => ({ kind: "N" as const, value })),
        );
      }),
      dematerialize(),
    );
}
