import { Observable, type OperatorFunction } from "rxjs";
import { Decoding } from "./_decoding.ts";
import { WorkerPool } from "./_worker_pool.ts";
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
  /**
   * Maximum number of workers that run at the same time, over all subscriptions of this operator:
   * those of an earlier subscription count until they have ended.
   */
  readonly concurrency: number;
  /** The counter the items were paced with: the credits of items that are dropped go back to it. */
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
  /**
   * Seconds that a worker may take to end after its abort. Then an error is reported without it.
   *
   * @default 10
   */
  readonly abortLimitSec?: number | undefined;
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
 *   ended. The credits of all items whose results were not emitted go back.
 * - Errors: of the source, of `onFailure`, or of a worker with the decision "fail". The signal is
 *   aborted, no more items are taken and no more results emitted, and the error is reported when
 *   the last worker has ended. Errors that other workers throw after the abort are ignored. If a
 *   worker has not ended `abortLimitSec` after the abort, a {@linkcode WorkersStillRunningError} is
 *   reported, whose `cause` is the error.
 * - Repetition: `retry` and `repeat` may follow at once or later. A new subscription waits for
 *   workers of an earlier one while more would exceed `concurrency`; if all of those have been
 *   aborted and none ends within `abortLimitSec`, it fails with a WorkersStillRunningError.
 * - Ownership: results that were not emitted are dropped.
 *
 * @throws {RangeError} If `concurrency` is not a positive integer, or `abortLimitSec` not positive.
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
  const { concurrency, abortLimitSec = 10 } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(
      "Cannot decode as 'concurrency' must be a positive integer: " +
        `current value is ${concurrency}`,
    );
  }
  if (!(abortLimitSec > 0)) {
    throw new RangeError(
      `Cannot decode as 'abortLimitSec' must be positive: current value is ${abortLimitSec}`,
    );
  }
  const pool = new WorkerPool<Item>(concurrency);
  return (source) =>
    new Observable<Result>((subscriber) => {
      new Decoding(load, { ...options, abortLimitSec, pool }, subscriber).start(source);
    });
}
