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
 * Completion, cancellation, errors: passed on; all credits of the stream come home with them, those
 * of clips left in an incomplete batch too, and the source is not woken.
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
      function fail(error: unknown): void {
        credits.recall();
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
          credits.recall();
          subscriber.complete();
        },
      });
      // Added last, so that it runs when the source can take no more.
      subscriber.add(() => credits.recall());
    });
}
