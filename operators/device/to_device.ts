import { Observable, type OperatorFunction } from "rxjs";
import { disposeTree, tf } from "../../runtime/mod.ts";
import { listen } from "../stream/_listen.ts";
import type { PlannedClip } from "../clip.ts";
import { drawsFor } from "../random.ts";
import type { ClipBatch } from "../stream/ratio_batch.ts";
import { StepBatch, type StepTensors } from "./step_batch.ts";
import { type PixelOptions, viewsToDevice } from "./views_to_device.ts";

/** Options of {@linkcode toDevice}. */
export interface ToDeviceOptions extends PixelOptions {
  /** What a step's `randomSeed` is drawn from, with the epoch and the place of its first clip. */
  readonly seed: number;
}

const LARGEST_INT32 = 2 ** 31 - 1;

function plansOf<View extends "labeled" | "weak" | "strong">(
  clips: readonly PlannedClip[],
  view: View,
): NonNullable<PlannedClip["views"][View]>[] {
  return clips.map(({ ticket, views }) => {
    const plan = views[view];
    if (plan === undefined) {
      throw new TypeError(`Cannot make a batch as '${ticket.video.id}' must have a ${view} view`);
    }
    return plan;
  });
}

function stepTensors(batch: ClipBatch<PlannedClip>, options: ToDeviceOptions): StepTensors {
  const labels = batch.labeled.map(({ ticket: { video } }) => {
    if (video.label === null) {
      throw new TypeError(`Cannot make a batch as the labeled video '${video.id}' has no label`);
    }
    return video.label;
  });
  const { epoch, position } = batch.labeled[0]!.ticket;
  const draws = drawsFor({ seed: options.seed, epoch, video: String(position), view: "step" });
  const randomSeed = [draws.integer(0, LARGEST_INT32), draws.integer(0, LARGEST_INT32)];
  return tf.tidy(() => {
    const plans = plansOf(batch.labeled, "labeled");
    const [labeled] = viewsToDevice(batch.labeled, [plans], options);
    const common = {
      labeled: labeled!,
      labels: tf.tensor1d(labels, "int32"),
      randomSeed: tf.tensor1d(randomSeed, "int32"),
    };
    if (batch.unlabeled.length === 0) return common;
    const unlabeledPlans = [
      plansOf(batch.unlabeled, "weak"),
      plansOf(batch.unlabeled, "strong"),
    ];
    const [weak, strong] = viewsToDevice(batch.unlabeled, unlabeledPlans, options);
    return { ...common, weak: weak!, strong: strong! };
  });
}

/**
 * Sends the clips of a step to the device and makes their views there.
 *
 * ```text
 *  batches    ---a------b|
 *             toDevice({ size, mean, std, seed })
 *  output     ---A------B----|
 *  disposed      -----A------B       by whoever ends the step, release() as a rule
 * ```
 *
 * Order: kept; computes inside the call of its source, without waiting for the device.
 * Completion: when the source has completed and every batch has been disposed, so that to the end
 * somebody stands by who can free them.
 * Cancellation and errors: every batch that is still alive is disposed, then the error goes on. A
 * batch in use is freed when its use ends.
 * Errors: of the source; a clip without the views of its role is a TypeError.
 * Ownership: owns the batches it emits together with their receiver; either may dispose them.
 */
export function toDevice(
  options: ToDeviceOptions,
): OperatorFunction<ClipBatch<PlannedClip>, StepBatch> {
  return (source) =>
    new Observable<StepBatch>((subscriber) => {
      const alive = new Set<StepBatch>();
      let sourceCompleted = false;

      function completeWhenEmpty(): void {
        if (sourceCompleted && alive.size === 0) subscriber.complete();
      }

      function disposeAll(): void {
        sourceCompleted = false;
        for (const batch of alive) batch[Symbol.dispose]();
      }

      function fail(error: unknown): void {
        disposeAll();
        subscriber.error(error);
      }

      listen(source, subscriber, {
        next(clips) {
          try {
            const tensors = stepTensors(clips, options);
            const tickets = {
              labeled: clips.labeled.map(({ ticket }) => ticket),
              unlabeled: clips.unlabeled.map(({ ticket }) => ticket),
            };
            const batch = new StepBatch(tensors, tickets, () => {
              disposeTree(tensors);
              alive.delete(batch);
              completeWhenEmpty();
            });
            alive.add(batch);
            subscriber.next(batch);
          } catch (error) {
            fail(error);
          }
        },
        error: fail,
        complete() {
          sourceCompleted = true;
          completeWhenEmpty();
        },
      });
      subscriber.add(disposeAll);
    });
}
