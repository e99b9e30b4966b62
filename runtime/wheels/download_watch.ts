/** What {@linkcode DownloadWatch} allows. */
export interface DownloadLimits {
  /** Length of the file that is expected. */
  readonly bytes: number;
  /**
   * Maximum time without new data, in milliseconds.
   *
   * @default 60000
   */
  readonly silenceMilliseconds?: number | undefined;
  /**
   * Maximum time of the whole download, in milliseconds. If omitted, that of a slow network: 50 kB
   * a second, and a minute.
   */
  readonly limitMilliseconds?: number | undefined;
  /** Ends the download, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const SILENCE_MILLISECONDS = 60_000;

/** The slowest download that is waited for. */
const BYTES_PER_MILLISECOND = 50;

/** Ends a download that is silent, too slow or too long. Dispose it when the download has ended. */
export class DownloadWatch implements Disposable {
  readonly #bytes: number;
  readonly #silenceMilliseconds: number;
  readonly #ending = new AbortController();
  readonly #interrupt: AbortSignal | undefined;
  readonly #limit: ReturnType<typeof setTimeout>;
  #silence: ReturnType<typeof setTimeout>;
  #received = 0;

  /** Starts to measure. */
  constructor({ bytes, silenceMilliseconds, limitMilliseconds, signal }: DownloadLimits) {
    this.#bytes = bytes;
    this.#interrupt = signal;
    signal?.addEventListener("abort", this.#stop);
    if (signal?.aborted) this.#stop();
    this.#silenceMilliseconds = silenceMilliseconds ?? SILENCE_MILLISECONDS;
    const limit = limitMilliseconds ?? SILENCE_MILLISECONDS + bytes / BYTES_PER_MILLISECOND;
    this.#limit = this.#endAfter(limit, `it took longer than ${Math.round(limit / 1000)} s`);
    this.#silence = this.#startSilence();
  }

  /** Aborts when the download is to end, with an error as its reason. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Notes how many bytes there are so far. */
  update(receivedBytes: number): void {
    if (receivedBytes > this.#bytes) {
      this.#ending.abort(new Error(`it is longer than ${this.#bytes} bytes`));
    }
    if (receivedBytes <= this.#received) return;
    this.#received = receivedBytes;
    clearTimeout(this.#silence);
    this.#silence = this.#startSilence();
  }

  #startSilence(): ReturnType<typeof setTimeout> {
    const limit = this.#silenceMilliseconds;
    return this.#endAfter(limit, `no data for ${limit / 1000} s`);
  }

  #endAfter(milliseconds: number, reason: string): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#ending.abort(new Error(reason)), milliseconds);
  }

  readonly #stop = (): void => this.#ending.abort(this.#interrupt?.reason);

  [Symbol.dispose](): void {
    this.#interrupt?.removeEventListener("abort", this.#stop);
    clearTimeout(this.#silence);
    clearTimeout(this.#limit);
  }
}
