/**
 * Work that several callers wait for. When the last of them gives up, the work is aborted, and that
 * caller waits until it has ended.
 */
export class SharedTask<Value> {
  readonly #controller = new AbortController();
  readonly #result: Promise<Value>;
  #waiting = 0;

  /**
   * Starts the work.
   *
   * @param whenOver Called when the work has settled, or can no longer be joined.
   */
  constructor(work: (signal: AbortSignal) => Promise<Value>, whenOver: () => void) {
    this.#result = work(this.#controller.signal);
    this.#result.then(whenOver, whenOver);
    this.#controller.signal.addEventListener("abort", whenOver, { once: true });
  }

  /**
   * Waits for the result.
   *
   * @throws {unknown} If the signal is aborted: its reason.
   */
  async join(signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal?.reason);
    signal?.addEventListener("abort", onAbort);
    this.#waiting++;
    try {
      return await Promise.race([this.#result, aborted.promise]);
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#waiting--;
      if (this.#waiting === 0 && signal?.aborted) {
        this.#controller.abort(signal.reason);
        await this.#result.catch(() => {});
      }
    }
  }
}
