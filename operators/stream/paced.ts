import { Observable, type Subscriber } from "rxjs";
import { AsyncReader } from "./_async_reader.ts";
import { type Reading, startReading } from "./_start_reading.ts";
import type { Credits } from "./credits.ts";

/**
 * Reads items from an iterable, also an asynchronous one, one for each credit that is available.
 *
 * ```text
 *  items     [a b c d e]                 nothing is read ahead
 *            paced(items, credits of 2)
 *  output    (ab)----c-----(de)|
 *  returned  ---------1-----2--          given back by release(credits)
 * ```
 *
 * - Order: that of the iterable. An item is read only after a credit for it was taken, so the
 *   iterable may be endless, and at most `credits.capacity` items are in flight.
 * - Completion: as soon as the iterable has ended, even if items are still in flight.
 * - Cancellation: reads no more and ends the iterable (`return()` of a generator). The credits of
 *   items in flight are given back by {@linkcode release} at the end of the stream. An asynchronous
 *   generator that waits ends when that is over: whoever owns what it reads from closes that.
 * - Errors: those of the iterable; an Error if another `paced` reads for the same credits, since the
 *   two would take each other's: the first one is not touched; an Error if `release` has ended and
 *   this source is still read, as no credit can come back.
 * - Repetition: after its end a source may be read again for the same stream, as by `repeat` or
 *   `concat`, while items of the first reading are in flight. Operators that drop what they hold
 *   when they are unsubscribed lose its credits, except for `decode` and `ratioBatch`, which give
 *   them back. So `retry` and `repeat` are best put after `release`.
 * - Ownership: keeps nothing.
 *
 * @param items Read from the start for each subscription.
 * @param credits Used by this stream only. If no credit comes back for a time, its `onStalled` is
 * called.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, paced } from "@actnetformer/deno/operators/stream";
 *
 * const credits = new Credits(2);
 * const letters: string[] = [];
 * paced("abc", credits).subscribe((letter) => letters.push(letter));
 * assert.deepEqual(letters, ["a", "b"]);
 * credits.giveBack(2);
 * assert.deepEqual(letters, ["a", "b", "c"]);
 * ```
 */
export function paced<T>(
  items: Iterable<T> | AsyncIterable<T>,
  credits: Credits,
): Observable<T> {
  return new Observable<T>((subscriber) => {
    try {
      const reading = startReading(credits, {
        onCredit: () => reader.pull(),
        onError: (error) => subscriber.error(error),
      });
      // Added first: credits that later operators give back at the end cause no further read.
      subscriber.add(() => reading.stop());
      const reader = isAsynchronous(items)
        ? new AsyncReader(items[Symbol.asyncIterator](), reading, subscriber)
        : new Reader(items[Symbol.iterator](), reading, subscriber);
      reader.start();
    } catch (error) {
      subscriber.error(error);
    }
  });
}

function isAsynchronous<T>(items: Iterable<T> | AsyncIterable<T>): items is AsyncIterable<T> {
  // Not every iterable is an object: a text is none.
  return typeof items === "object" && Symbol.asyncIterator in items;
}

/** Reads for one subscription. */
class Reader<T> {
  readonly #iterator: Iterator<T>;
  readonly #reading: Reading;
  readonly #subscriber: Subscriber<T>;
  #hasEnded = false;
  #isReading = false;
  #isPulling = false;

  constructor(iterator: Iterator<T>, reading: Reading, subscriber: Subscriber<T>) {
    this.#iterator = iterator;
    this.#reading = reading;
    this.#subscriber = subscriber;
  }

  start(): void {
    this.#subscriber.add(() => this.#stop());
    this.pull();
  }

  pull(): void {
    // The credit of an item emitted below may be given back at once: the running loop will see it.
    if (this.#isPulling) return;
    this.#isPulling = true;
    while (!this.#hasEnded && !this.#subscriber.closed && this.#reading.take()) {
      const result = this.#read();
      if (result === null) break;
      if (this.#subscriber.closed) this.#reading.giveBack();
      else this.#subscriber.next(result.value);
    }
    this.#isPulling = false;
    if (this.#subscriber.closed) this.#stop();
  }

  #read(): IteratorYieldResult<T> | null {
    this.#isReading = true;
    try {
      const result = this.#iterator.next();
      if (!result.done) return result;
      this.#end();
      this.#subscriber.complete();
    } catch (error) {
      this.#end();
      this.#subscriber.error(error);
    } finally {
      this.#isReading = false;
    }
    return null;
  }

  /** Ends the reading and gives back the credit that was taken for an item that does not exist. */
  #end(): void {
    this.#hasEnded = true;
    this.#reading.giveBack();
    this.#reading.stop();
  }

  #stop(): void {
    // A generator that is being read cannot be ended: pull() ends it after the read.
    if (this.#hasEnded || this.#isReading) return;
    this.#hasEnded = true;
    this.#iterator.return?.();
  }
}
