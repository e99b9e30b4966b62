import { StallWatch, type StallWatchOptions } from "./_stall_watch.ts";

/** What reads the source of a stream, for {@linkcode CreditLease.read}. */
export interface CreditReader {
  /** Called synchronously whenever credits are given back. */
  onCredit(): void;
  /** Called with the error that the reading must end with. */
  onError(error: unknown): void;
}

/**
 * The use of {@linkcode Credits} by one stream, for operators of one's own.
 *
 * Once a lease is closed, nothing that the stream still does changes the counter: it can take no
 * credit, and what it gives back is ignored.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits } from "@actnetformer/deno/operators/stream";
 *
 * const credits = new Credits(2);
 * const lease = credits.open();
 * assert.deepEqual([lease.take(), lease.take(), lease.take()], [true, true, false]);
 * lease.close();
 * assert.equal(credits.available, 2);
 * ```
 */
export class CreditLease {
  readonly #capacity: number;
  readonly #watch: StallWatch;
  #inFlight = 0;
  /** Whether the reader was refused its last credit. */
  #isWanted = false;
  /** Workers that run. */
  #working = 0;
  #reader: CreditReader | null = null;
  #closesWhenUnused = false;
  #isClosed = false;

  /** Made by {@linkcode Credits.open}. */
  constructor(capacity: number, options: StallWatchOptions) {
    this.#capacity = capacity;
    this.#watch = new StallWatch(options, {
      capacity,
      isIdle: () => this.#isWanted && this.#working === 0,
      fail: (error) => this.#reader?.onError(error),
    });
  }

  /** Credits taken and not given back; 0 once the lease is closed. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Whether the stream has ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Notifies a reader of credits that come back.
   *
   * @returns Ends that. Call it before the end of the reading is passed on, so that another reader
   * can follow.
   * @throws {Error} If another reader has not ended.
   */
  read(reader: CreditReader): () => void {
    if (this.#reader !== null) throw inUseError(this.#inFlight, this.#capacity);
    this.#reader = reader;
    return () => {
      if (this.#reader !== reader) return;
      this.#reader = null;
      this.#watch.stop();
      this.#closeIfUnused();
    };
  }

  /** Takes one credit if one is available, and returns whether it did. */
  take(): boolean {
    if (this.#isClosed) return false;
    this.#isWanted = this.#inFlight === this.#capacity;
    if (this.#isWanted) {
      if (this.#reader !== null) this.#watch.start();
      return false;
    }
    this.#inFlight++;
    return true;
  }

  /**
   * Gives credits back, then notifies the reader; does nothing if the lease is closed.
   *
   * @throws {RangeError} If more credits are given back than are in flight.
   */
  giveBack(count = 1): void {
    if (this.#isClosed) return;
    if (!Number.isInteger(count) || count < 0 || count > this.#inFlight) {
      throw new RangeError(
        `Cannot give back credits as 'count' must be an integer from 0 to ${this.#inFlight}: ` +
          `current value is ${count}`,
      );
    }
    if (count === 0) return;
    this.#inFlight -= count;
    this.#watch.progress();
    this.#reader?.onCredit();
    this.#closeIfUnused();
  }

  /** Gives back the credits of items that an operator drops as it ends, at most those in flight. */
  giveBackDropped(count: number): void {
    this.giveBack(Math.min(count, this.#inFlight));
  }

  /** Notes that a worker starts: until it has ended, the stream is not called stalled. */
  startWork(): void {
    this.#working++;
  }

  /** Notes that a worker has ended. */
  endWork(): void {
    this.#working--;
    this.#watch.progress();
  }

  /** Closes the lease as soon as nobody reads and no credit is in flight. */
  closeWhenUnused(): void {
    this.#closesWhenUnused = true;
    this.#closeIfUnused();
  }

  /**
   * Ends the use of the counter: all of its credits are available for another stream. A reader that
   * does not end in the same turn fails, as it would wait forever.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#inFlight = 0;
    this.#watch.stop();
    // An operator that fails or completes is unsubscribed from its source only after that.
    if (this.#reader !== null) queueMicrotask(() => this.#reader?.onError(closedError()));
  }

  #closeIfUnused(): void {
    if (this.#closesWhenUnused && this.#reader === null && this.#inFlight === 0) this.close();
  }
}

/** The error of a second stream, or a second reader, on the same credits. */
export function inUseError(inFlight: number, capacity: number): Error {
  return new Error(
    "Cannot start a stream as no other one may use its credits: " +
      `current value is one with ${inFlight} of ${capacity} credits in flight`,
  );
}

function closedError(): Error {
  return new Error(
    "Cannot read on as release() must be the only one that subscribes to the stream before it: " +
      "current value is a source that is read after release() has ended (share() goes after it)",
  );
}
