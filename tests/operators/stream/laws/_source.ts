import assert from "node:assert/strict";
import type fc from "fast-check";
import type { Violations } from "./_violations.ts";

/** What a {@linkcode Source} gives. */
export interface SourceOptions {
  /** Items: the numbers from 0. */
  readonly count: number;
  /** The read that throws instead of giving an item; never if null. */
  readonly failsAt: number | null;
  /** Openings that fail, from the first; all if omitted. */
  readonly failingOpenings?: number;
  /** Shuffles the answers of an asynchronous source; null for a synchronous one. */
  readonly scheduler: fc.Scheduler | null;
  /** Called for each item, before it is given. */
  readonly onRead: (index: number, opening: number) => void;
  readonly violations: Violations;
}

/** An iterable that checks how it is read: nothing after the end, no two reads at a time. */
export class Source {
  readonly #options: SourceOptions;
  readonly openings: Opening[] = [];

  constructor(options: SourceOptions) {
    this.#options = options;
  }

  /** Items that were given, over all openings. */
  get reads(): number {
    return this.openings.reduce((sum, { reads }) => sum + reads, 0);
  }

  /** As {@linkcode paced} takes it. */
  get iterable(): Iterable<number> | AsyncIterable<number> {
    const open = () => {
      const opening = new Opening(this.#options, this.openings.length);
      this.openings.push(opening);
      return opening;
    };
    const { scheduler } = this.#options;
    return scheduler === null
      ? { [Symbol.iterator]: () => open().iterator() }
      : { [Symbol.asyncIterator]: () => open().asyncIterator(scheduler) };
  }

  /** Asserts that every opening was read to its end or returned. */
  assertClosed(): void {
    for (const { hasEnded, isReturned } of this.openings) assert.ok(hasEnded || isReturned, "open");
  }
}

/** One reading of the source. */
class Opening {
  readonly #options: SourceOptions;
  readonly #number: number;
  reads = 0;
  isReturned = false;
  hasEnded = false;
  #isReading = false;

  constructor(options: SourceOptions, number: number) {
    this.#options = options;
    this.#number = number;
  }

  iterator(): Iterator<number> {
    return {
      next: () => {
        this.#isReading = true;
        try {
          return this.#next();
        } finally {
          this.#isReading = false;
        }
      },
      return: () => {
        // A generator throws then.
        this.#options.violations.check(!this.#isReading, "returned while it is read");
        return this.#return();
      },
    };
  }

  asyncIterator(scheduler: fc.Scheduler): AsyncIterator<number> {
    const { violations } = this.#options;
    return {
      next: async () => {
        violations.check(!this.#isReading, "two reads at a time");
        violations.check(!this.isReturned, "read after its return");
        this.#isReading = true;
        await scheduler.schedule(Promise.resolve(), `read ${this.#number}.${this.reads}`);
        this.#isReading = false;
        return this.#next();
      },
      return: () => Promise.resolve(this.#return()),
    };
  }

  #next(): IteratorResult<number> {
    const { count, failsAt, onRead, violations } = this.#options;
    violations.check(!this.hasEnded, "read after its end");
    const { failingOpenings = Infinity } = this.#options;
    if (this.reads === failsAt && this.#number < failingOpenings) {
      this.hasEnded = true;
      throw new Error("the source is broken");
    }
    if (this.reads === count) {
      this.hasEnded = true;
      return { done: true, value: undefined };
    }
    // What comes after the return goes nowhere.
    if (!this.isReturned) onRead(this.reads, this.#number);
    const value = this.reads;
    this.reads++;
    return { done: false, value };
  }

  #return(): IteratorResult<number> {
    const { violations } = this.#options;
    violations.check(!this.isReturned, "returned twice");
    violations.check(!this.hasEnded, "returned after its end");
    this.isReturned = true;
    return { done: true, value: undefined };
  }
}
