import { Observable, type Subscriber } from "rxjs";
import { AsyncReader } from "./_async_reader.ts";
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
 * - Errors: those of the iterable; an Error if credits are in flight at the subscription, since two
 *   streams with one counter would take each other's credits.
 * - Ownership: keeps nothing.
 *
 * @param items Read from the start for each subscription.
 * @param credits Used by this stream only.
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
 * credits.giveBack();
 * assert.deepEqual(letters, ["a", "b", "c"]);
 * ```
 */
export function paced<T>(
  items: Iterable<T> | AsyncIterable<T>,
  credits: Credits,
): Observable<T> {
  return new Observable<T>((subscriber) => {
    if (credits.inFlight > 0) {
      subscriber.error(
        new Error(
          "Cannot start a paced stream as all credits must be available: " +
            `current value is ${credits.inFlight} of ${credits.capacity} in flight`,
        ),
      );
      return;
    }
    if (isAsynchronous(items)) {
      new AsyncReader(items[Symbol.asyncIterator](), credits, subscriber).start();
    } else {
      new Reader(items[Symbol.iterator](), credits, subscriber).start();
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
  readonly #credits: Credits;
  readonly #subscriber: Subscriber<T>;
  #hasEnded = false;
  #isReading = false;
  #isPulling = false;

  constructor(iterator: Iterator<T>, credits: Credits, subscriber: Subscriber<T>) {
    this.#iterator = iterator;
    this.#credits = credits;
    this.#subscriber = subscriber;
  }

  start(): void {
    this.#subscriber.add(this.#credits.returned.subscribe(() => this.#pull()));
    this.#subscriber.add(() => this.#stop());
    this.#pull();
  }

  #pull(): void {
    // The credit of an item emitted below may be given back at once: the running loop will see it.
    if (this.#isPulling) return;
    this.#isPulling = true;
    while (!this.#hasEnded && !this.#subscriber.closed && this.#credits.take()) {
      const result = this.#read();
      if (result !== null) this.#subscriber.next(result.value);
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
    this.#credits.giveBack();
  }

  #stop(): void {
    // A generator that is being read cannot be ended: #pull() ends it after the read.
    if (this.#hasEnded || this.#isReading) return;
    this.#hasEnded = true;
    this.#iterator.return?.();
  }
}
