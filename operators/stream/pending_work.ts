/**
 * Counts the pendingWork of a stream that still run, decoders and training steps alike, and tells when the
 * last has ended.
 *
 * Unsubscribing is synchronous, a process takes a moment to die and a device to finish: a program that
 * must not leave before its decoders are gone and its tensors are freed waits here.
 *
 * @example
 * ```ts ignore
 * subscription.unsubscribe();
 * await pendingWork.settled();
 * ```
 */
export class PendingWork {
  #running = 0;
  #waiting: (() => void)[] = [];

  /** Workers that have been started and have not ended. */
  get running(): number {
    return this.#running;
  }

  /** Notes that a worker starts. */
  start(): void {
    this.#running++;
  }

  /** Notes that a worker has ended. */
  end(): void {
    this.#running--;
    if (this.#running > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves as soon as no worker runs. */
  settled(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
