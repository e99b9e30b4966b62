import type { Subscriber } from "../_rxjs.ts";
import type { Reading } from "./_start_reading.ts";

/** Reads an asynchronous iterator for one subscription, one item at a time. */
export class AsyncReader<T> {
  readonly #iterator: AsyncIterator<T>;
  readonly #reading: Reading;
  readonly #subscriber: Subscriber<T>;
  #hasEnded = false;
  #isReading = false;
  /** Whether a credit was taken for an item that has not come yet. */
  #awaitsItem = false;

  constructor(iterator: AsyncIterator<T>, reading: Reading, subscriber: Subscriber<T>) {
    this.#iterator = iterator;
    this.#reading = reading;
    this.#subscriber = subscriber;
  }

  start(): void {
    this.#subscriber.add(() => this.#stop());
    this.pull();
  }

  pull(): void {
    if (this.#isReading || this.#hasEnded || this.#subscriber.closed) return;
    if (!this.#reading.take()) return;
    this.#isReading = true;
    this.#awaitsItem = true;
    const fail = (error: unknown) => this.#end(() => this.#subscriber.error(error));
    try {
      this.#iterator.next().then((result) => this.#accept(result), fail);
    } catch (error) {
      // An iterator that is written by hand may throw at once.
      fail(error);
    }
  }

  #accept(result: IteratorResult<T>): void {
    if (this.#hasEnded) return;
    if (result.done) {
      this.#end(() => this.#subscriber.complete());
      return;
    }
    this.#awaitsItem = false;
    this.#subscriber.next(result.value);
    // Not before: a credit that comes back meanwhile must not start a second read.
    this.#isReading = false;
    this.pull();
  }

  /** Ends the reading and gives back the credit that was taken for an item that does not exist. */
  #end(notify: () => void): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#reading.giveBack();
    this.#reading.stop();
    notify();
  }

  #stop(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#awaitsItem) this.#reading.giveBack();
    // Nobody waits for it any more: a failure is reported as an unhandled rejection.
    this.#iterator.return?.();
  }
}
