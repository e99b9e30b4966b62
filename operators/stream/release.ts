import { Observable, type OperatorFunction, type Subscriber } from "rxjs";
import { listen } from "../_listen.ts";
import type { CreditLease } from "./credit_lease.ts";
import type { Credits } from "./credits.ts";

/** What a value still holds at the end of its stream, or a value that is to be freed there. */
export interface Held extends Disposable {
  /** Credits taken for it: the number of its clips. */
  readonly clips: number;
}

/**
 * Ends a stream: frees the tensors that each value holds and gives its credits back.
 *
 * ```text
 *  steps     ---s-----t--------u|
 *            release(credits, (step) => step.batch)
 *  output    ---s-----t--------u|
 *  credits      +n    +n       +n      and all that are left at the end
 * ```
 *
 * - Order: kept. A value is emitted before its credits are given back, already without its tensors,
 *   so a source that reacts at once cannot overtake it.
 * - Completion: passed on after all credits of the stream were taken back, including those of items
 *   that operators have dropped, without notifying the source. An observer of the completion may
 *   start the next stream with the same counter at once.
 * - Cancellation: takes the credits back likewise, after unsubscribing from the source.
 * - Errors: of the source, and of `held`; passed on after the credits were taken back. An Error, at
 *   the start, if another stream uses the credits: that one is not touched, and the source is not
 *   subscribed.
 * - Repetition: `retry`, `repeat` and `share` after it work as with any other stream.
 * - Ownership: disposes what `held` returns, once for each value. The credits are this
 *   subscription's until it ends; what its source gives back later is ignored.
 *
 * @param credits The counter the stream was paced with.
 * @param held Returns the part of a value that owns tensors and credits, or, if it owns no tensors,
 * the number of its credits.
 *
 * @default the value itself if it is {@linkcode Held}, else one credit
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, paced, release } from "@actnetformer/deno/operators/stream";
 *
 * const credits = new Credits(1);
 * const letters: string[] = [];
 * paced("abc", credits).pipe(release(credits)).subscribe((letter) => letters.push(letter));
 * assert.deepEqual(letters, ["a", "b", "c"]);
 * assert.equal(credits.available, 1);
 * ```
 */
export function release<T>(
  credits: Credits,
  held: (value: T) => Held | number = heldByItself,
): OperatorFunction<T, T> {
  return (source) =>
    new Observable<T>((subscriber) => {
      const lease = openLease(credits, subscriber);
      if (lease === null) return;

      function fail(error: unknown): void {
        lease?.close();
        subscriber.error(error);
      }

      listen(source, subscriber, {
        next(value) {
          try {
            const count = freeHeld(held(value));
            subscriber.next(value);
            lease.giveBack(count);
          } catch (error) {
            fail(error);
          }
        },
        error: fail,
        complete() {
          lease.close();
          subscriber.complete();
        },
      });
      // Added last, so that it runs when the source can take no more credits.
      subscriber.add(() => lease.close());
    });
}

/** Begins the stream, or fails the subscriber and returns null if another one uses the credits. */
function openLease(credits: Credits, subscriber: Subscriber<unknown>): CreditLease | null {
  try {
    return credits.open();
  } catch (error) {
    subscriber.error(error);
    return null;
  }
}

function heldByItself(value: unknown): Held | number {
  return isHeld(value) ? value : 1;
}

function isHeld(value: unknown): value is Held {
  return typeof value === "object" && value !== null && Symbol.dispose in value &&
    "clips" in value && typeof value.clips === "number";
}

/** Frees what a value holds and returns the number of its credits. */
function freeHeld(held: Held | number): number {
  if (typeof held === "number") return held;
  const { clips } = held;
  held[Symbol.dispose]();
  return clips;
}
