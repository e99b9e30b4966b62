import { BusyError } from "./busy_error.ts";

/** Options of {@linkcode WorkQueue}. */
export interface WorkQueueOptions {
  /** Work that is done at a time. */
  readonly concurrency: number;
  /** Work that waits, at most. */
  readonly waiting: number;
}

/** Does a bounded amount of work at a time, in the order in which it comes. */
export class WorkQueue {
  readonly #concurrency: number;
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Has no work yet. */
  constructor({ concurrency, waiting }: WorkQueueOptions) {
    this.#concurrency = concurrency;
    this.#limit = waiting;
  }

  /**
   * Does some work when its turn has come.
   *
   * @throws {BusyError} If too much waits already.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.#concurrency) this.#running++;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The turn is passed on, so that nobody else gets it in between.
      if (next === undefined) this.#running--;
      else next();
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length === this.#limit) {
      throw new BusyError(
        `Cannot do more at a time as at most ${this.#limit} may wait: try again in a moment`,
      );
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
