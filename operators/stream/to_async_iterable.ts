import type { Observable } from "../_rxjs.ts";
import { freeHeld, type Held, heldByItself } from "./_held.ts";
import { type Consumption, ObservableIterator } from "./_observable_iterator.ts";
import type { Credits } from "./credits.ts";

/**
 * Ends a stream in an asynchronous iterable, in place of {@linkcode release}: a consumer that does
 * not ask for values holds the credits, so the source is not read on.
 *
 * ```text
 *  stream     a-b-------c-|              paced with two credits
 *             toAsyncIterable(stream, credits)
 *  next()     1-----2---3-----4
 *  values     a-----b---c-----|
 *  credits          +1  +1    +1         back when the consumer asks for another value
 * ```
 *
 * - Order: kept. Each iteration subscribes to the stream, at its first request.
 * - Bound: the values that wait, and the one in the consumer's hands, hold their credits. A value is
 *   in the consumer's hands until another one is asked for: of several requests at a time only the
 *   last one's value holds credits.
 * - Completion: after the last value, when all credits were taken back.
 * - Cancellation: `break` in a loop, or `return()` of the iterator, also while a value is awaited:
 *   unsubscribes at once and takes all credits back. What the stream's operators do after that, such
 *   as ending ffmpeg, {@linkcode PendingWork} can wait for.
 * - Errors: those of the stream, once, after the values before them; an Error if another stream uses
 *   the credits, or if the stream was not paced with them.
 * - Ownership: the consumer may use a value until it asks for another one; then what `held` returns
 *   is disposed. Values that it never got are disposed at the end.
 *
 * While the consumer works on a value, the stream is not called stalled. A Web stream of the values,
 * which reads ahead nothing, is `ReadableStream.from(toAsyncIterable(stream, credits))`.
 *
 * @param stream The end of a stream without `release`.
 * @param credits The counter the stream was paced with.
 * @param held Returns the part of a value that owns tensors and credits, or, if it owns no tensors,
 * the number of its credits.
 *
 * @default the value itself if it is {@linkcode Held}, else one credit
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, paced, toAsyncIterable } from "@actnetformer/deno/operators/stream";
 *
 * const credits = new Credits(2);
 * const letters: string[] = [];
 * for await (const letter of toAsyncIterable(paced("abcdef", credits), credits)) {
 *   letters.push(letter);
 *   if (letter === "c") break;
 * }
 * assert.deepEqual(letters, ["a", "b", "c"]);
 * assert.equal(credits.inFlight, 0);
 * ```
 */
export function toAsyncIterable<T>(
  stream: Observable<T>,
  credits: Credits,
  held: (value: T) => Held | number = heldByItself,
): AsyncIterable<T> {
  const { capacity } = credits;
  const overflow = () =>
    new Error(
      "Cannot iterate as the stream must be paced with these credits: current value is one that " +
        `pushes more than ${capacity} values`,
    );
  const begin = () => consumptionOf(credits, held);
  return {
    [Symbol.asyncIterator]: () => new ObservableIterator(stream, { capacity, begin, overflow }),
  };
}

function consumptionOf<T>(credits: Credits, held: (value: T) => Held | number): Consumption<T> {
  const lease = credits.open();
  // Between two requests the consumer works.
  lease.startWork();
  return {
    finish: (value) => lease.giveBack(freeHeld(held(value))),
    wait: (isWaiting) => isWaiting ? lease.endWork() : lease.startWork(),
    close: () => lease.close(),
  };
}
