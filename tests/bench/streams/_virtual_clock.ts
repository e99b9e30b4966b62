/** A sleeper, and when it wakes up. */
interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/**
 * Time that passes only while everything sleeps: a stream of minutes runs in a moment, and what a
 * machine does besides changes nothing.
 */
export class VirtualClock {
  /** In the order of waking, the next one last. */
  readonly #sleepers: Sleeper[] = [];
  #now = 0;

  /** Milliseconds since the start. */
  get now(): number {
    return this.#now;
  }

  readonly sleep = (milliseconds: number): Promise<void> => {
    return new Promise((wake) => {
      const wakesAt = this.#now + milliseconds;
      const position = this.#sleepers.findLastIndex((sleeper) => sleeper.wakesAt > wakesAt) + 1;
      this.#sleepers.splice(position, 0, { wakesAt, wake });
    });
  };

  /** Lets time pass until the work has ended. */
  async run<T>(work: Promise<T>): Promise<T> {
    let hasEnded = false;
    const ending = work.finally(() => hasEnded = true);
    ending.catch(() => {});
    while (!hasEnded) {
      await settle();
      const next = this.#sleepers.pop();
      if (next === undefined) break;
      this.#now = next.wakesAt;
      next.wake();
    }
    return await ending;
  }
}

/** Lets everything happen that needs no time. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
