import type { Observable } from "../_rxjs.ts";
import { ObservableIterator } from "./_observable_iterator.ts";

/** Options of {@linkcode eachValueFrom}. */
export interface EachValueFromOptions {
  /** How many values may wait for the consumer. */
  readonly capacity: number;
}

/**
 * Returns every value of an Observable that pushes as it likes, such as events from outside, as an
 * asynchronous iterable, for example for {@linkcode paced}. Nothing can slow such a source down: the
 * values wait, up to a stated number, and one more is an error, not a silent loss.
 *
 * ```text
 *  source     a-b-c-d                pushes whether somebody asks or not
 *             eachValueFrom(source, { capacity: 2 })
 *  next()     1---------2-3-4
 *  values     a---------b-c-#        there was no room for d while b and c waited
 * ```
 *
 * - Order: kept. Each iteration subscribes to the source, at its first request.
 * - Bound: `capacity` values.
 * - Completion: after the last value.
 * - Cancellation: `break` in a loop, or `return()` of the iterator, also while a value is awaited:
 *   unsubscribes at once; values that wait are dropped.
 * - Errors: those of the source, once, after the values before them. A RangeError, at the position
 *   of the value for which there is no room; the source is unsubscribed.
 * - Ownership: the consumer owns the values.
 *
 * @throws {RangeError} If `capacity` is not a positive integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, eachValueFrom, paced, release } from "@actnetformer/deno/operators/stream";
 * import { lastValueFrom, range } from "rxjs";
 *
 * const credits = new Credits(2);
 * const events = eachValueFrom(range(1, 10), { capacity: 10 });
 * assert.equal(await lastValueFrom(paced(events, credits).pipe(release(credits))), 10);
 * const tooMany = eachValueFrom(range(1, 10), { capacity: 5 });
 * await assert.rejects(Array.fromAsync(tooMany), /no more than 5 values may wait/);
 * ```
 */
export function eachValueFrom<T>(
  source: Observable<T>,
  { capacity }: EachValueFromOptions,
): AsyncIterable<T> {
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new RangeError(
      `Cannot iterate as 'capacity' must be a positive integer: current value is ${capacity}`,
    );
  }
  const overflow = () =>
    new RangeError(
      `Cannot iterate further as no more than ${capacity} values may wait: ` +
        "the source pushes faster than its consumer asks",
    );
  const begin = () => ({ finish() {}, wait() {}, close() {} });
  return {
    [Symbol.asyncIterator]: () => new ObservableIterator(source, { capacity, begin, overflow }),
  };
}
