/**
 * Counts the work of a stream that is still running, decoders and training steps alike, and reports
 * when all of it has ended.
 *
 * Unsubscribing is synchronous, but a process takes a moment to exit and a device to finish its
 * step. A program that must not exit before its decoders have ended and its tensors are freed waits
 * here.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, decode, PendingWork } from "@actnetformer/deno/operators/stream";
 * import { of } from "rxjs";
 *
 * const pendingWork = new PendingWork();
 * const options = { concurrency: 1, credits: new Credits(1), pendingWork };
 * of("a").pipe(decode(() => Promise.resolve("A"), options)).subscribe().unsubscribe();
 * await pendingWork.settled();
 * assert.equal(pendingWork.running, 0);
 * ```
 */
export class PendingWork {
  #running = 0;
  #waiting: (() => void)[] = [];

  /** Pieces of work that have started and not ended. */
  get running(): number {
    return this.#running;
  }

  /** Notes that a piece of work starts. */
  start(): void {
    this.#running++;
  }

  /** Notes that a piece of work has ended. */
  end(): void {
    this.#running--;
    if (this.#running > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves as soon as no work is running. */
  settled(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
