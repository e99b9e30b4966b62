import { Observable, type OperatorFunction } from "rxjs";
import { Decoding } from "./_decoding.ts";
import { WorkerPool } from "./_worker_pool.ts";
import type { DecodeOptions, DecodeWorker } from "./decode_options.ts";

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
