import {
  defer,
  isObservable,
  Observable,
  type OperatorFunction,
  single,
  Subject,
  takeUntil,
} from "rxjs";
import { listen } from "./_listen.ts";
import type { Credits } from "./credits.ts";
import type { PendingWork } from "./pending_work.ts";

/**
 * Does the work for one item and delivers one result.
 *
 * A Promise must settle soon after the signal was aborted; an Observable is unsubscribed instead.
 */
export type DecodeWorker<Item, Result> = (
  item: Item,
  signal: AbortSignal,
) => Promise<Result> | Observable<Result>;

/** What is known when a worker failed. */
export interface WorkerFailure<Item> {
  /** What it worked on. */
  readonly item: Item;
  /** What it threw. */
  readonly error: unknown;
  /** Failures for this place in the order, this one included: 1 for the first. */
  readonly attempt: number;
}

/** What to do about a failure: end the stream, leave the item out, or work on another in its place. */
export type FailureDecision<Item> = "fail" | "skip" | { readonly replacement: Item };

/** Options of {@linkcode decode}. */
export interface DecodeOptions<Item> {
  /** Workers that run at the same time. */
  readonly concurrency: number;
  /** The counter the items were paced with: the credit of an item left out goes back to it. */
  readonly credits: Credits;
  /**
   * Decides what follows from a failed worker. A replacement must depend on nothing but the item and
   * the attempt if runs are to be repeatable; to end the stream with another error, throw it.
   *
   * @default every failure ends the stream
   */
  readonly onFailure?: (failure: WorkerFailure<Item>) => FailureDecision<Item>;
  /** Told of every worker, so that a program can wait for them after unsubscribing. */
  readonly pendingWork?: PendingWork;
}

/** A place in the order of the results. `outcome` is null until its work is over. */
interface Slot<Item, Result> {
  readonly item: Item;
  readonly attempt: number;
  outcome: { readonly result: Result } | "skipped" | null;
}

/**
 * Works on several items at a time and delivers the results in the order of the items.
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
 * Order: that of the items; a result waits for those before it. A replacement takes the place, and
 * the credit, of the item it replaces, so the order never depends on timing.
 * Bound: holds one place for each item it was given, so credits upstream bound it.
 * Cancellation: the signal is aborted at once; `pendingWork.settled()` tells when all have ended.
 * Errors: of the source, of `onFailure`, or of a worker with the decision "fail". The signal is aborted,
 * nothing more is taken or delivered, and the error is reported when the last worker has ended. What
 * other pendingWork throw after the abort is their end, not another error.
 * Ownership: results that were not delivered are dropped.
 *
 * @throws {RangeError} If `concurrency` is not a positive integer.
 */
export function decode<Item, Result>(
  load: DecodeWorker<Item, Result>,
  options: DecodeOptions<Item>,
): OperatorFunction<Item, Result> {
  const { concurrency, credits, onFailure = () => "fail" as const, pendingWork } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(
      "Cannot decode as 'concurrency' must be a positive integer: " +
        `current value is ${concurrency}`,
    );
  }
  return (source) =>
    new Observable<Result>((subscriber) => {
      const cancellation = new AbortController();
      const stopped = new Subject<void>();
      /** All places not delivered yet, in order; and those whose work has not begun. */
      const order: Slot<Item, Result>[] = [];
      const waiting: Slot<Item, Result>[] = [];
      let running = 0;
      let sourceCompleted = false;
      let delivering = false;
      let failure: { readonly error: unknown } | null = null;

      function stop(): void {
        waiting.length = 0;
        order.length = 0;
        cancellation.abort();
        stopped.next();
      }

      function fail(error: unknown): void {
        failure ??= { error };
        stop();
        if (running === 0) subscriber.error(failure.error);
      }

      function startWaiting(): void {
        while (running < concurrency && waiting.length > 0) run(waiting.shift()!);
      }

      function run(slot: Slot<Item, Result>): void {
        let outcome: Slot<Item, Result>["outcome"] = null;
        running++;
        pendingWork?.start();
        defer(() => {
          const work = load(slot.item, cancellation.signal);
          return isObservable(work) ? work.pipe(takeUntil(stopped)) : work;
        }).pipe(single()).subscribe({
          next: (result) => outcome = { result },
          error: (error) => settle(() => decide(slot, error)),
          complete: () => settle(() => slot.outcome = outcome),
        });
      }

      function settle(conclude: () => void): void {
        running--;
        pendingWork?.end();
        if (failure !== null) {
          if (running === 0) subscriber.error(failure.error);
          return;
        }
        if (subscriber.closed) return;
        conclude();
        startWaiting();
        deliver();
      }

      function decide(slot: Slot<Item, Result>, error: unknown): void {
        try {
          const { item, attempt } = slot;
          const decision = onFailure({ item, error, attempt });
          if (decision === "fail") return fail(error);
          if (decision === "skip") {
            slot.outcome = "skipped";
            credits.giveBack();
            return;
          }
          const next = { item: decision.replacement, attempt: attempt + 1, outcome: null };
          order[order.indexOf(slot)] = next;
          waiting.unshift(next);
        } catch (thrown) {
          fail(thrown);
        }
      }

      function deliver(): void {
        // Sending a result on may bring new items and results: the loop that runs takes them along.
        if (delivering) return;
        delivering = true;
        for (let head = order[0]; head && head.outcome !== null; head = order[0]) {
          order.shift();
          if (head.outcome !== "skipped") subscriber.next(head.outcome.result);
        }
        delivering = false;
        if (sourceCompleted && order.length === 0 && failure === null) subscriber.complete();
      }

      subscriber.add(stop);
      listen(source.pipe(takeUntil(stopped)), subscriber, {
        next(item) {
          if (failure !== null) return;
          const slot = { item, attempt: 1, outcome: null };
          order.push(slot);
          waiting.push(slot);
          startWaiting();
        },
        error: fail,
        complete() {
          sourceCompleted = true;
          deliver();
        },
      });
    });
}
