import type { Subscriber } from "rxjs";
import type { Credits } from "./credits.ts";

/** Reads an asynchronous iterator for one subscription, one item at a time. */
export class AsyncReader<T> {
  readonly #iterator: AsyncIterator<T>;
  readonly #credits: Credits;
  readonly #subscriber: Subscriber<T>;
  #hasEnded = false;
  #isReading = false;

  constructor(iterator: AsyncIterator<T>, credits: Credits, subscriber: Subscriber<T>) {
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
    if (this.#isReading || this.#hasEnded || this.#subscriber.closed) return;
    if (!this.#credits.take()) return;
    this.#isReading = true;
    this.#iterator.next().then(
      (result) => this.#accept(result),
      (error) => this.#end(() => this.#subscriber.error(error)),
    );
  }

  #accept(result: IteratorResult<T>): void {
    if (this.#hasEnded) return;
    if (result.done) {
      this.#end(() => this.#subscriber.complete());
      return;
    }
    this.#subscriber.next(result.value);
    // Not before: a credit that comes back meanwhile must not start a second read.
    this.#isReading = false;
    this.#pull();
  }

  /** Ends the reading and gives back the credit that was taken for an item that does not exist. */
  #end(notify: () => void): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#credits.giveBack();
    notify();
  }

  #stop(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    // Its result comes when nobody waits for it any more.
    this.#iterator.return?.().catch(() => {});
  }
}
