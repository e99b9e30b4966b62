import {
  asyncScheduler,
  Observable,
  type OperatorFunction,
  type Subscriber,
  type Subscription,
} from "rxjs";
import { disposeTree } from "../../runtime/mod.ts";
import { listen } from "../_listen.ts";
import type { PlannedClip, Ticket, VideoSource } from "../clip.ts";
import type { ClipBatch } from "../stream/ratio_batch.ts";
import { stepTensors, type VideoIndices } from "./_step_tensors.ts";
import { StepBatch } from "./step_batch.ts";
import type { PixelOptions } from "./views_to_device.ts";

/** Options of {@linkcode toDevice}. */
export interface ToDeviceOptions extends PixelOptions {
  /** What a step's `randomSeed` is drawn from, with the ticket of its first labeled clip. */
  readonly seed: number;
  /**
   * Whether strong views of the unlabeled clips are made.
   *
   * @default true
   */
  readonly strong?: boolean | undefined;
  /**
   * The unlabeled videos of the run; then a step says which of them its clips show.
   *
   * @default a step does not
   */
  readonly videos?: readonly VideoSource[] | undefined;
  /**
   * Returns the ticket that the `randomSeed` of a batch, counted from 0, is drawn from: for one of
   * several workers, the first one of the whole batch.
   *
   * @default the first labeled one of the batch
   */
  readonly seedTicket?: ((batch: number) => Ticket) | undefined;
}

/** One in use, and the next one ready. */
const MAX_BATCHES = 2;

/**
 * Sends the clips of a step to the device and makes their views there, at most two batches at a
 * time. However many credits there are, further clips wait as they were decoded, in less memory and
 * none of the device's.
 *
 * ```text
 *  batches    ---a------b|
 *             toDevice({ size, mean, std, seed })
 *  output     ---A------B----|
 *  disposed      -----A------B       by the end of the stream, usually release()
 * ```
 *
 * - Order: kept; computes inside the call of its source, or in a task of its own after a batch was
 *   disposed, without waiting for the device: whoever disposes of a batch starts the next step
 *   first, and the views are made during that step.
 * - Completion: when the source has completed and every batch has been disposed, so that an owner
 *   able to free them exists until the end.
 * - Cancellation: disposes every batch that is not disposed yet, and drops the clips that wait. A
 *   batch in use is freed when its use ends.
 * - Errors: of the source; a TypeError for a clip without the views of its role, a labeled clip
 *   without a label, or an unlabeled one that is not of the videos; a RangeError for a batch without
 *   labeled clips, or a window without one of its clips' frames. All batches are disposed, and the
 *   clips that wait are dropped, before an error is passed on.
 * - Ownership: owns the batches it emits together with their receiver; either may dispose them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { testCrops, toDevice } from "@actnetformer/deno/operators";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const video = { id: "a", path: "a.mp4", label: 1 };
 * const showing = { phase: 0, epoch: 0, position: 0, repeat: 0 };
 * const ticket = { ...showing, video, role: "labeled" } as const;
 * const window = { ticket, frames: new Uint8Array(12), frameCount: 1, framesPerSecond: 1 };
 * const [labeled] = testCrops({ height: 2, width: 2 });
 * const clip = { ...window, height: 2, width: 2, indices: { primary: [0] }, views: { labeled } };
 * of({ labeled: [clip], unlabeled: [] }).pipe(toDevice({ size: 2, mean: 0, std: 1, seed: 1 }))
 *   .subscribe((batch) => batch[Symbol.dispose]());
 * ```
 */
export function toDevice(
  options: ToDeviceOptions,
): OperatorFunction<ClipBatch<PlannedClip>, StepBatch> {
  return (source) =>
    new Observable<StepBatch>((subscriber) => {
      new Sender(options, subscriber).start(source);
    });
}

/** The batches of one subscription that are not disposed yet, and those that wait. */
class Sender {
  readonly #options: ToDeviceOptions;
  readonly #indices: VideoIndices | undefined;
  readonly #subscriber: Subscriber<StepBatch>;
  readonly #alive = new Set<StepBatch>();
  readonly #waiting: ClipBatch<PlannedClip>[] = [];
  #isSending = false;
  /** The task that sends what waits. */
  #task: Subscription | undefined;
  #sent = 0;
  #sourceCompleted = false;

  constructor(options: ToDeviceOptions, subscriber: Subscriber<StepBatch>) {
    this.#options = options;
    this.#indices = indicesOf(options.videos);
    this.#subscriber = subscriber;
  }

  start(source: Observable<ClipBatch<PlannedClip>>): void {
    listen(source, this.#subscriber, {
      next: (clips) => {
        this.#waiting.push(clips);
        this.#sendWaiting();
      },
      error: (error) => this.#fail(error),
      complete: () => {
        this.#sourceCompleted = true;
        this.#completeIfEmpty();
      },
    });
    this.#subscriber.add(() => this.#disposeAll());
  }

  #sendWaiting(): void {
    // A batch emitted below may be disposed at once: the running loop will see it.
    if (this.#isSending || this.#task !== undefined) return;
    this.#isSending = true;
    while (this.#alive.size < MAX_BATCHES) {
      const clips = this.#waiting.shift();
      if (clips === undefined) break;
      this.#send(clips);
    }
    this.#isSending = false;
    this.#completeIfEmpty();
  }

  #sendSoon(): void {
    if (this.#waiting.length === 0) return this.#completeIfEmpty();
    this.#task ??= asyncScheduler.schedule(() => {
      this.#task = undefined;
      this.#sendWaiting();
    });
  }

  #send(clips: ClipBatch<PlannedClip>): void {
    try {
      const { seedTicket, ...options } = this.#options;
      const tensors = stepTensors(clips, {
        ...options,
        indices: this.#indices,
        seedTicket: seedTicket?.(this.#sent),
      });
      this.#sent++;
      const tickets = {
        labeled: clips.labeled.map(({ ticket }) => ticket),
        unlabeled: clips.unlabeled.map(({ ticket }) => ticket),
      };
      const batch = new StepBatch(tensors, tickets, () => {
        disposeTree(tensors);
        this.#alive.delete(batch);
        this.#sendSoon();
      });
      this.#alive.add(batch);
      this.#subscriber.next(batch);
    } catch (error) {
      this.#fail(error);
    }
  }

  #completeIfEmpty(): void {
    const isEmpty = this.#alive.size + this.#waiting.length === 0;
    if (this.#sourceCompleted && isEmpty) this.#subscriber.complete();
  }

  #fail(error: unknown): void {
    this.#disposeAll();
    this.#subscriber.error(error);
  }

  #disposeAll(): void {
    // Otherwise freeing the last batch would complete the stream.
    this.#sourceCompleted = false;
    this.#waiting.length = 0;
    this.#task?.unsubscribe();
    for (const batch of this.#alive) batch[Symbol.dispose]();
  }
}

function indicesOf(videos: readonly VideoSource[] | undefined): VideoIndices | undefined {
  return videos && new Map(videos.map(({ id }, index) => [id, index]));
}
