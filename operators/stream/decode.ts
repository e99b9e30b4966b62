import {
  defer,
  isObservable,
  Observable,
  type OperatorFunction,
  single,
  Subject,
  type Subscriber,
  takeUntil,
} from "rxjs";
import { listen } from "../_listen.ts";
import type { Credits } from "./credits.ts";
import type { PendingWork } from "./pending_work.ts";

/**
 * Works on one item and returns one result.
 *
 * A Promise must settle soon after the signal is aborted; an Observable is unsubscribed instead.
 */
export type DecodeWorker<Item, Result> = (
  item: Item,
  signal: AbortSignal,
) => Promise<Result> | Observable<Result>;

/** The failure of a worker. */
export interface WorkerFailure<Item> {
  /** The item it worked on. */
  readonly item: Item;
  /** The error it threw. */
  readonly error: unknown;
  /** Failures at this position in the order, including this one: 1 for the first. */
  readonly attempt: number;
}

/** What to do about a failure: end the stream, skip the item, or replace it by another one. */
export type FailureDecision<Item> = "fail" | "skip" | { readonly replacement: Item };

/** Options of {@linkcode decode}. */
export interface DecodeOptions<Item> {
  /** Maximum number of workers that run at the same time. */
  readonly concurrency: number;
  /** The counter the items were paced with: the credit of a skipped item goes back to it. */
  readonly credits: Credits;
  /**
   * Decides what to do about a failed worker. A replacement must depend only on the item and the
   * attempt if runs are to be reproducible. To end the stream with another error, throw it.
   *
   * @default every failure ends the stream
   */
  readonly onFailure?: ((failure: WorkerFailure<Item>) => FailureDecision<Item>) | undefined;
  /**
   * Counts the running workers, so that a program can wait for them after unsubscribing.
   *
   * @default not counted
   */
  readonly pendingWork?: PendingWork | undefined;
}

/**
 * Works on several items at a time and emits the results in the order of the items.
 *
 * ```text
 *  items      a-b-c-d|               a takes 5 frames, b 1, c fails, d 1
 *             decode(load, { concurrency: 2, … })
 *  load(a)    ----A|
 *  load(b)      B|
 *  load(c)        #                  onFailure says "skip"
 *  load(d)          D|
 *  output     ----(ABD)|
 * ```
 *
 * - Order: that of the items; a result waits for those before it. A replacement takes over the
 *   position and the credit of the item it replaces, so the order never depends on timing. One
 *   position is kept for each item received, so the credits upstream bound their number.
 * - Cancellation: aborts the signal at once; `pendingWork.settled()` resolves when all workers have
 *   ended.
 * - Errors: of the source, of `onFailure`, or of a worker with the decision "fail". The signal is
 *   aborted, no more items are taken and no more results emitted, and the error is reported when
 *   the last worker has ended. Errors that other workers throw after the abort are ignored.
 * - Ownership: results that were not emitted are dropped.
 *
 * @throws {RangeError} If `concurrency` is not a positive integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, decode, paced } from "@actnetformer/deno/operators/stream";
 * import { lastValueFrom, toArray } from "rxjs";
 *
 * const credits = new Credits(3);
 * const load = (name: string) => Promise.resolve(name.length);
 * const lengths = paced(["walk", "run"], credits).pipe(decode(load, { concurrency: 2, credits }));
 * assert.deepEqual(await lastValueFrom(lengths.pipe(toArray())), [4, 3]);
 * ```
 */
export function decode<Item, Result>(
  load: DecodeWorker<Item, Result>,
  options: DecodeOptions<Item>,
): OperatorFunction<Item, Result> {
  const { concurrency } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(
      "Cannot decode as 'concurrency' must be a positive integer: " +
        `current value is ${concurrency}`,
    );
  }
  return (source) =>
    new Observable<Result>((subscriber) => {
      new Decoding(load, options, subscriber).start(source);
    });
}

/** A position in the order of the results. `outcome` is null until its work is over. */
interface Slot<Item, Result> {
  readonly item: Item;
  readonly attempt: number;
  outcome: { readonly result: Result } | "skipped" | null;
}

/** The workers and results of one subscription. */
class Decoding<Item, Result> {
  readonly #load: DecodeWorker<Item, Result>;
  readonly #options: DecodeOptions<Item>;
  readonly #subscriber: Subscriber<Result>;
  readonly #cancellation = new AbortController();
  readonly #stopped = new Subject<void>();
  /** All positions whose result was not emitted yet, in order. */
  readonly #order: Slot<Item, Result>[] = [];
  /** The positions of `#order` whose work has not started. */
  readonly #waiting: Slot<Item, Result>[] = [];
  #running = 0;
  #sourceCompleted = false;
  #isEmitting = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(
    load: DecodeWorker<Item, Result>,
    options: DecodeOptions<Item>,
    subscriber: Subscriber<Result>,
  ) {
    this.#load = load;
    this.#options = options;
    this.#subscriber = subscriber;
  }

  start(source: Observable<Item>): void {
    this.#subscriber.add(() => this.#stop());
    listen(source.pipe(takeUntil(this.#stopped)), this.#subscriber, {
      next: (item) => this.#accept(item),
      error: (error) => this.#fail(error),
      complete: () => {
        this.#sourceCompleted = true;
        this.#emit();
      },
    });
  }

  #accept(item: Item): void {
    if (this.#failure !== null) return;
    const slot = { item, attempt: 1, outcome: null };
    this.#order.push(slot);
    this.#waiting.push(slot);
    this.#startWaiting();
  }

  #startWaiting(): void {
    while (this.#running < this.#options.concurrency) {
      const slot = this.#waiting.shift();
      if (slot === undefined) return;
      this.#run(slot);
    }
  }

  #run(slot: Slot<Item, Result>): void {
    let outcome: Slot<Item, Result>["outcome"] = null;
    this.#running++;
    this.#options.pendingWork?.start();
    defer(() => {
      const work = this.#load(slot.item, this.#cancellation.signal);
      return isObservable(work) ? work.pipe(takeUntil(this.#stopped)) : work;
    }).pipe(single()).subscribe({
      next: (result) => outcome = { result },
      error: (error) => this.#settle(() => this.#decide(slot, error)),
      complete: () => this.#settle(() => slot.outcome = outcome),
    });
  }

  #settle(conclude: () => void): void {
    this.#running--;
    this.#options.pendingWork?.end();
    if (this.#failure !== null) {
      if (this.#running === 0) this.#subscriber.error(this.#failure.error);
      return;
    }
    if (this.#subscriber.closed) return;
    conclude();
    this.#startWaiting();
    this.#emit();
  }

  #decide(slot: Slot<Item, Result>, error: unknown): void {
    const { item, attempt } = slot;
    try {
      const decision = this.#options.onFailure?.({ item, error, attempt }) ?? "fail";
      if (decision === "fail") {
        this.#fail(error);
      } else if (decision === "skip") {
        slot.outcome = "skipped";
        this.#options.credits.giveBack();
      } else {
        this.#replace(slot, decision.replacement);
      }
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #replace(slot: Slot<Item, Result>, item: Item): void {
    const replacement = { item, attempt: slot.attempt + 1, outcome: null };
    this.#order[this.#order.indexOf(slot)] = replacement;
    this.#waiting.unshift(replacement);
  }

  #emit(): void {
    // Emitting a result may bring new items and results: the running loop will emit those as well.
    if (this.#isEmitting) return;
    this.#isEmitting = true;
    for (let head = this.#order[0]; head && head.outcome !== null; head = this.#order[0]) {
      this.#order.shift();
      if (head.outcome !== "skipped") this.#subscriber.next(head.outcome.result);
    }
    this.#isEmitting = false;
    const isDone = this.#sourceCompleted && this.#order.length === 0 && this.#failure === null;
    if (isDone) this.#subscriber.complete();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop();
    if (this.#running === 0) this.#subscriber.error(this.#failure.error);
  }

  #stop(): void {
    this.#waiting.length = 0;
    this.#order.length = 0;
    this.#cancellation.abort();
    this.#stopped.next();
  }
}
