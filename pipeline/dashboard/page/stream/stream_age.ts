/** Options of {@linkcode StreamAge.see}. */
export interface SeenState {
  /** When the state was written: a date as ISO 8601 writes it. */
  readonly time: string;
  /** Whether the server has sent it as soon as it was written. */
  readonly isNews: boolean;
  /** The current time, in milliseconds since 1970. */
  readonly now: number;
}

/** How old the last state of a stream is. */
export class StreamAge {
  #time = "";
  #writtenAt = 0;

  /** Takes the state that was received last, which may be the one before. */
  see({ time, isNews, now }: SeenState): void {
    if (time === this.#time) return;
    this.#time = time;
    // The clocks of two machines may differ, which does not matter for news.
    this.#writtenAt = isNews ? now : Math.min(now, Date.parse(time));
  }

  /** Returns the age of the state in seconds. */
  seconds(now: number): number {
    return (now - this.#writtenAt) / 1000;
  }
}
