import { Observable, type OperatorFunction } from "rxjs";
import { listen } from "./_listen.ts";
import type { Credits } from "./credits.ts";

/** What a value still holds when it reaches the end of its stream. */
export interface Held extends Disposable {
  /** Credits taken for it: the number of its clips. */
  readonly clips: number;
}

/**
 * Ends the way of a value: frees the tensors it holds and gives its credits back.
 *
 * ```text
 *  steps     ---s-----t--------u|
 *            release(credits, (step) => step.batch)
 *  output    ---s-----t--------u|
 *  credits      +n    +n       +n      and what was left over at the end
 * ```
 *
 * Order: kept. The value is sent on first, already without its tensors, then its credits go back,
 * so that a source which answers at once cannot overtake it.
 * Completion, cancellation, errors: passed on; all credits of the stream come home before, those of
 * clips left in an incomplete batch too, and the source is not woken. Who hears of the completion may
 * start the next stream on the same counter at once.
 * Ownership: disposes what `held` names, once for each value.
 *
 * @param held The part of a value that owns tensors and credits. If it throws, the stream fails.
 */
export function release<T>(
  credits: Credits,
  held: (value: T) => Held,
): OperatorFunction<T, T> {
  return (source) =>
    new Observable<T>((subscriber) => {
      let recalled = false;

      /** Once: after the end the credits may be another stream's. */
      function recall(): void {
        if (recalled) return;
        recalled = true;
        credits.reset();
      }

      function fail(error: unknown): void {
        recall();
        subscriber.error(error);
      }
      listen(source, subscriber, {
        next(value) {
          try {
            const holding = held(value);
            const clips = holding.clips;
            holding[Symbol.dispose]();
            subscriber.next(value);
            if (!subscriber.closed) credits.giveBack(clips);
          } catch (error) {
            fail(error);
          }
        },
        error: fail,
        complete() {
          recall();
          subscriber.complete();
        },
      });
      // Added last, so that it runs when the source can take no more.
      subscriber.add(recall);
    });
}
