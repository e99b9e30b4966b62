import { Observable } from "rxjs";
import type { Credits } from "./credits.ts";

/**
 * Pulls items out of an iterable, one for each credit that is free.
 *
 * ```text
 *  items     [a b c d e]                 nothing is read ahead
 *            paced(items, credits of 2)
 *  output    (ab)----c-----(de)|
 *  returned  ---------1-----2--          given back by release(credits)
 * ```
 *
 * Order: the iterable's. An item is read only when a credit for it is in hand, so an endless
 * iterable is fine and at most `credits.capacity` items are on their way.
 * Completion: as soon as the iterable has ended; items may still be on their way.
 * Cancellation: reads nothing more and ends the iterable (`return()` of a generator). Credits of
 * items on their way come home through {@linkcode release}, which stands at the end of the stream.
 * Errors: what the iterable throws. Subscribing while credits are out is an error, for two streams
 * on one counter would starve each other.
 * Ownership: keeps nothing.
 *
 * @param items Read anew for each subscription.
 * @param credits Counts this stream only.
 */
export function paced<T>(items: Iterable<T>, credits: Credits): Observable<T> {
  return new Observable<T>((subscriber) => {
    if (credits.inFlight > 0) {
      subscriber.error(
        new Error(
          "Cannot start a paced stream as all credits must be home: " +
            `current value is ${credits.inFlight} of ${credits.capacity} out`,
        ),
      );
      return;
    }
    const iterator = items[Symbol.iterator]();
    let ended = false;
    let reading = false;
    let pulling = false;

    function read(): IteratorResult<T> | null {
      reading = true;
      try {
        const result = iterator.next();
        if (!result.done) return result;
        ended = true;
        credits.giveBack();
        subscriber.complete();
      } catch (error) {
        ended = true;
        credits.giveBack();
        subscriber.error(error);
      } finally {
        reading = false;
      }
      return null;
    }

    function stop(): void {
      // A generator that is being read cannot be ended: pull() does it when the reading is over.
      if (ended || reading) return;
      ended = true;
      iterator.return?.();
    }

    function pull(): void {
      // An item sent on below may come back at once and call this again: the loop sees its credit.
      if (pulling) return;
      pulling = true;
      while (!ended && !subscriber.closed && credits.take()) {
        const result = read();
        if (result !== null) subscriber.next(result.value);
      }
      pulling = false;
      if (subscriber.closed) stop();
    }

    subscriber.add(credits.returned.subscribe(pull));
    subscriber.add(stop);
    pull();
  });
}
