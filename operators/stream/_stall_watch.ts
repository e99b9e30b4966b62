import { timerMilliseconds } from "./_timer_milliseconds.ts";

/** When a stream is called stalled, and who is notified. */
export interface StallWatchOptions {
  readonly stalledAfterSec: number;
  readonly onStalled: (error: Error) => void;
}

/** The stream that a {@linkcode StallWatch} looks at. */
export interface WatchedStream {
  readonly capacity: number;
  /** Returns whether all credits are in flight, and no work is known that will bring one back. */
  isIdle(): boolean;
  /** Ends the stream with an error. */
  fail(error: unknown): void;
}

/** Looks that are taken in the time after which a stream is called stalled. */
const LOOKS = 4;

/**
 * Notices that a source waits for a credit and none comes back.
 *
 * It looks now and then instead of setting a timer for each credit. A process that was stopped for
 * an hour has missed many looks, but its next one counts once.
 */
export class StallWatch {
  readonly #options: StallWatchOptions;
  readonly #stream: WatchedStream;
  #timer: ReturnType<typeof setInterval> | null = null;
  #idleLooks = 0;

  constructor(options: StallWatchOptions, stream: WatchedStream) {
    this.#options = options;
    this.#stream = stream;
  }

  /** Begins to look, if it does not yet: the source waits for a credit. */
  start(): void {
    const { stalledAfterSec } = this.#options;
    if (this.#timer !== null || stalledAfterSec === Infinity) return;
    this.#idleLooks = 0;
    this.#timer = setInterval(() => this.#look(), timerMilliseconds(stalledAfterSec / LOOKS));
  }

  /** Notes that something has come back. */
  progress(): void {
    this.#idleLooks = 0;
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #look(): void {
    this.#idleLooks = this.#stream.isIdle() ? this.#idleLooks + 1 : 0;
    if (this.#idleLooks < LOOKS) return;
    // Until a credit comes back and the source waits again: one notice is enough, and a program
    // that has nothing else to do must end.
    this.stop();
    try {
      this.#options.onStalled(this.#stalledError());
    } catch (error) {
      this.#stream.fail(error);
    }
  }

  #stalledError(): Error {
    const { capacity } = this.#stream;
    return new Error(
      "Cannot read on as a credit must come back first: current value is " +
        `${capacity} of ${capacity} in flight, and none came back for ` +
        `${this.#options.stalledAfterSec} s. ` +
        "An operator that drops items, such as filter(), must call credits.giveBack() for each",
    );
  }
}
