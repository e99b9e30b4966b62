import { type Observable, Subject } from "rxjs";

/**
 * Counts how many items of one stream may be between its source and its end.
 *
 * {@linkcode paced} takes a credit for each item it emits; {@linkcode release} gives it back when
 * the item has been used. One counter serves one stream at a time and can serve the next one when
 * that stream has ended.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits } from "@actnetformer/deno/operators/stream";
 *
 * const credits = new Credits(2);
 * assert.deepEqual([credits.take(), credits.take(), credits.take()], [true, true, false]);
 * credits.giveBack();
 * assert.equal(credits.available, 1);
 * ```
 */
export class Credits {
  /** The maximum number of items in flight. */
  readonly capacity: number;
  #available: number;
  #returned = new Subject<void>();

  /**
   * Creates a counter whose credits are all available.
   *
   * @throws {RangeError} If `capacity` is not a positive integer.
   */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(
        `Cannot count credits as 'capacity' must be a positive integer: current value is ${capacity}`,
      );
    }
    this.capacity = capacity;
    this.#available = capacity;
  }

  /** Credits that can be taken now. */
  get available(): number {
    return this.#available;
  }

  /** Credits taken and not given back. */
  get inFlight(): number {
    return this.capacity - this.#available;
  }

  /** Emits synchronously whenever credits are given back. Never completes. */
  get returned(): Observable<void> {
    return this.#returned.asObservable();
  }

  /** Takes one credit if one is available, and returns whether it did. */
  take(): boolean {
    if (this.#available === 0) return false;
    this.#available--;
    return true;
  }

  /**
   * Gives credits back, then notifies those who wait for one.
   *
   * @throws {RangeError} If more credits are given back than are in flight.
   */
  giveBack(count = 1): void {
    if (!Number.isInteger(count) || count < 0 || count > this.inFlight) {
      throw new RangeError(
        `Cannot give back credits as 'count' must be an integer from 0 to ${this.inFlight}: ` +
          `current value is ${count}`,
      );
    }
    this.#available += count;
    if (count > 0) this.#returned.next();
  }

  /**
   * Makes all credits available at the end of a stream, without notifying those who wait for one.
   */
  reset(): void {
    this.#available = this.capacity;
  }
}
