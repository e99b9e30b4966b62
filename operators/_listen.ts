import { type Observable, type Observer, Subject, type Subscriber, takeUntil } from "./_rxjs.ts";

/**
 * Subscribes to the source of an operator on behalf of the operator's subscriber.
 *
 * A plain `source.subscribe(observer)` cannot end a source that emits inside that very call,
 * because the subscription does not exist yet: `take(3)` after an endless synchronous source would
 * hang. Here, closing `subscriber` ends the source at once, and the observer receives nothing
 * afterwards.
 */
export function listen<T>(
  source: Observable<T>,
  subscriber: Subscriber<unknown>,
  observer: Observer<T>,
): void {
  const closed = new Subject<void>();
  subscriber.add(() => closed.next());
  source.pipe(takeUntil(closed)).subscribe({
    next: (value) => observer.next(value),
    error: (error) => observer.error(error),
    complete: () => {
      if (!subscriber.closed) observer.complete();
    },
  });
}
