/**
 * Returns an iterable over what a generator yields, which runs once for each iteration. A generator
 * that waits is ended only when the waiting is over; here `return()` first stops what it waits for.
 *
 * @param generate Its work ends when the signal is aborted.
 */
export function endingAtOnce<T>(
  generate: (signal: AbortSignal) => AsyncIterator<T>,
  signal?: AbortSignal,
): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => new EndingIterator(generate, signal) };
}

/** One iteration. */
class EndingIterator<T> implements AsyncIterator<T> {
  readonly #ending = new AbortController();
  readonly #iterator: AsyncIterator<T>;

  constructor(generate: (signal: AbortSignal) => AsyncIterator<T>, signal?: AbortSignal) {
    const signals = signal === undefined ? [] : [signal];
    this.#iterator = generate(AbortSignal.any([this.#ending.signal, ...signals]));
  }

  async next(): Promise<IteratorResult<T>> {
    try {
      const result = await this.#iterator.next();
      if (!this.#hasEnded) return result;
    } catch (error) {
      // A read that `return()` has stopped says nothing about the video.
      if (!this.#hasEnded) throw error;
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T>> {
    this.#ending.abort();
    await this.#iterator.return?.();
    return { done: true, value: undefined };
  }

  get #hasEnded(): boolean {
    return this.#ending.signal.aborted;
  }
}
