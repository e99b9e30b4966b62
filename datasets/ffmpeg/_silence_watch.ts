/**
 * Into how many parts the limit is divided. A part counts once, however late its timer comes: a
 * program that was stopped (Ctrl-Z) or busy for long has not heard what came meanwhile.
 */
const PARTS = 10;

/** The longest time that a timer can wait. */
const MAX_MILLISECONDS = 2 ** 31 - 1;

/** Calls back when somebody waits, and nothing is heard for too long. Dispose it. */
export class SilenceWatch implements Disposable {
  readonly #timer: ReturnType<typeof setInterval>;
  #waiting = 0;
  #silentParts = 0;

  /**
   * @param limitSec The longest silence in seconds.
   * @param onSilence Called once it is over, perhaps several times.
   */
  constructor(limitSec: number, onSilence: () => void) {
    const milliseconds = Math.min(limitSec * 1000 / PARTS, MAX_MILLISECONDS);
    this.#timer = setInterval(() => {
      if (this.#waiting === 0) return;
      this.#silentParts++;
      if (this.#silentParts >= PARTS) onSilence();
    }, milliseconds);
  }

  /** Somebody begins to wait. */
  startWaiting(): void {
    this.#waiting++;
  }

  /** Somebody no longer waits. */
  stopWaiting(): void {
    this.#waiting--;
  }

  /** Notes a sign of life: the silence begins again. */
  hear(): void {
    this.#silentParts = 0;
  }

  /** Stops watching. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
