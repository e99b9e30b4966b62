import { CreditLease, inUseError } from "./credit_lease.ts";

/** Options of {@linkcode Credits}. */
export interface CreditsOptions {
  /**
   * Seconds after which a stream is called stalled: its source waits, all credits are in flight,
   * none comes back, and no worker of {@linkcode decode} runs. `Infinity` where one item may take
   * any time, for example while a person looks at it.
   *
   * @default 60
   */
  readonly stalledAfterSec?: number | undefined;
  /**
   * Called once for each stall: most likely, an operator has dropped items without giving their
   * credits back. The stream fails with what it throws, so `(error) => { throw error; }` ends it.
   *
   * @default writes the error's message with `console.warn`
   */
  readonly onStalled?: ((error: Error) => void) | undefined;
}

/**
 * Counts how many items of one stream may be between its source and its end.
 *
 * {@linkcode paced} takes a credit for each item it emits; {@linkcode release} gives it back when
 * the item has been used. An operator of one's own that drops an item calls `giveBack()`.
 *
 * A counter serves one stream at a time. A stream is one subscription of `release`, or, without
 * one, of `paced` until its credits are back. A second one fails at its start and does not touch
 * the first; one that starts after the end, also inside the completion or in `retry` and `repeat`
 * after `release`, finds all credits available.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, paced, release } from "@actnetformer/deno/operators/stream";
 * import { filter } from "rxjs";
 *
 * const credits = new Credits(2);
 * function isEven(number: number): boolean {
 *   if (number % 2 === 1) credits.giveBack();
 *   return number % 2 === 0;
 * }
 * const evens: number[] = [];
 * paced([1, 2, 3, 4, 5], credits).pipe(filter(isEven), release(credits))
 *   .subscribe((number) => evens.push(number));
 * assert.deepEqual(evens, [2, 4]);
 * ```
 */
export class Credits {
  /** The maximum number of items in flight. */
  readonly capacity: number;
  readonly #options: Required<{ [Key in keyof CreditsOptions]: NonNullable<CreditsOptions[Key]> }>;
  #lease: CreditLease | null = null;

  /**
   * Creates a counter whose credits are all available.
   *
   * @throws {RangeError} If `capacity` is not a positive integer, or `stalledAfterSec` not positive.
   */
  constructor(capacity: number, options: CreditsOptions = {}) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(
        `Cannot count credits as 'capacity' must be a positive integer: current value is ${capacity}`,
      );
    }
    const { stalledAfterSec = 60, onStalled = warn } = options;
    if (!(stalledAfterSec > 0)) {
      throw new RangeError(
        "Cannot count credits as 'stalledAfterSec' must be positive: " +
          `current value is ${stalledAfterSec}`,
      );
    }
    this.capacity = capacity;
    this.#options = { stalledAfterSec, onStalled };
  }

  /** Credits that can be taken now. */
  get available(): number {
    return this.capacity - this.inFlight;
  }

  /** Credits taken and not given back. */
  get inFlight(): number {
    return this.lease?.inFlight ?? 0;
  }

  /** The stream that uses the credits now; null if there is none. */
  get lease(): CreditLease | null {
    return this.#lease?.isClosed === false ? this.#lease : null;
  }

  /**
   * Begins a stream, which owns the credits until it closes the lease.
   *
   * @throws {Error} If another stream uses them.
   */
  open(): CreditLease {
    const { lease, capacity } = this;
    if (lease !== null) throw inUseError(lease.inFlight, capacity);
    this.#lease = new CreditLease(capacity, this.#options);
    return this.#lease;
  }

  /**
   * Gives back the credits of items that the stream has dropped, then notifies its source.
   *
   * @throws {RangeError} If more credits are given back than are in flight.
   */
  giveBack(count = 1): void {
    const { lease } = this;
    if (lease === null) {
      throw new RangeError(
        "Cannot give back credits as a stream must use them: current value is none",
      );
    }
    lease.giveBack(count);
  }
}

function warn({ message }: Error): void {
  console.warn(message);
}
