import { Observable, type OperatorFunction } from "rxjs";
import { listen } from "../_listen.ts";
import type { Credits } from "./credits.ts";

/** What a value still holds at the end of its stream. */
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
 * - Completion: passed on after all credits of the stream were reset, including those of clips left
 *   in an incomplete batch, without notifying the source. An observer of the completion may start
 *   the next stream with the same counter at once.
 * - Cancellation: resets the credits likewise, after unsubscribing from the source.
 * - Errors: of the source, and of `held`; passed on after the credits were reset.
 * - Ownership: disposes what `held` returns, once for each value.
 *
 * @param credits The counter the stream was paced with.
 * @param held Returns the part of a value that owns tensors and credits, or, if it owns no tensors,
 * the number of its credits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, paced, release } from "@actnetformer/deno/operators/stream";
 *
 * const credits = new Credits(1);
 * const letters: string[] = [];
 * const stream = paced("abc", credits).pipe(release(credits, () => 1));
 * stream.subscribe((letter) => letters.push(letter));
 * assert.deepEqual(letters, ["a", "b", "c"]);
 * assert.equal(credits.available, 1);
 * ```
 */
export function release<T>(
  credits: Credits,
  held: (value: T) => Held | number,
): OperatorFunction<T, T> {
  return (source) =>
    new Observable<T>((subscriber) => {
      let isReset = false;

      /** Runs once: after the end the credits may belong to another stream. */
      function resetCredits(): void {
        if (isReset) return;
        isReset = true;
        credits.reset();
      }

      function fail(error: unknown): void {
        resetCredits();
        subscriber.error(error);
      }

      listen(source, subscriber, {
        next(value) {
          try {
            const count = freeHeld(held(value));
            subscriber.next(value);
            if (!subscriber.closed) credits.giveBack(count);
          } catch (error) {
            fail(error);
          }
        },
        error: fail,
        complete() {
          resetCredits();
          subscriber.complete();
        },
      });
      // Added last, so that it runs when the source can take no more credits.
      subscriber.add(resetCredits);
    });
}

/** Frees what a value holds and returns the number of its credits. */
function freeHeld(held: Held | number): number {
  if (typeof held === "number") return held;
  const { clips } = held;
  held[Symbol.dispose]();
  return clips;
}
