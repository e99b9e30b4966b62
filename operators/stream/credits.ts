import { type Observable, Subject } from "rxjs";

/**
 * Counts how many items of one stream may be between its source and its end.
 *
 * {@linkcode paced} takes a credit for each item it lets in, {@linkcode release} gives it back when
 * the item has been used. A counter serves one stream at a time and can be used again once that
 * stream has ended.
 *
 * @example
 * ```ts
 * import { Credits } from "@actnetformer/deno/operators";
 *
 * const credits = new Credits(2);
 * credits.take(); // true
 * credits.take(); // true
 * credits.take(); // false: both are out
 * credits.giveBack();
 * credits.available; // 1
 * ```
 */
export class Credits {
  /** The number of items that may be on their way at once. */
  readonly capacity: number;
  #available: number;
  #returned = new Subject<void>();

  /** @throws {RangeError} If `capacity` is not a positive integer. */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(
        `Cannot count credits as 'capacity' must be a positive integer: current value is ${capacity}`,
      );
    }
    this.capacity = capacity;
    this.#available = capacity;
  }

  /** Credits that may be taken now. */
  get available(): number {
    return this.#available;
  }

  /** Credits taken and not yet given back. */
  get inFlight(): number {
    return this.capacity - this.#available;
  }

  /** Emits, synchronously, whenever credits were given back. Never completes. */
  get returned(): Observable<void> {
    return this.#returned.asObservable();
  }

  /** Takes one credit if one is free, and says whether it did. */
  take(): boolean {
    if (this.#available === 0) return false;
    this.#available--;
    return true;
  }

  /**
   * Gives credits back and wakes whoever waits for one.
   *
   * @throws {RangeError} If more come back than are out.
   */
  giveBack(count: number = 1): void {
    if (!Number.isInteger(count) || count < 0 || count > this.inFlight) {
      throw new RangeError(
        `Cannot give back credits as 'count' must be an integer from 0 to ${this.inFlight}: ` +
          `current value is ${count}`,
      );
    }
    this.#available += count;
    if (count > 0) this.#returned.next();
  }

  /** Ends a stream: every credit is home again, and nobody is woken to start another item. */
  reset(): void {
    this.#available = this.capacity;
  }
}
