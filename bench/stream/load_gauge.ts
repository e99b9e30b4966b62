/** The load of a stream between its source and its device. */
export interface StreamLoad {
  /** Maximum of the lead. */
  readonly maxLead: number;
  /** Mean of the lead, at the starts of the device's steps. */
  readonly meanLead: number;
  /** Maximum number of decoded videos that waited for the device or were used by it. */
  readonly maxHeld: number;
  /** Videos that reached the device in another position than the source gave them. */
  readonly outOfOrder: number;
  /** Milliseconds that the device waited for its steps. */
  readonly deviceWaitMs: number;
}

/**
 * Counts the lead of a stream: the videos whose decoding has started and whose step the device has
 * not finished.
 */
export class LoadGauge {
  #lead = 0;
  #held = 0;
  #maxLead = 0;
  #maxHeld = 0;
  #outOfOrder = 0;
  #received = 0;
  #leadSum = 0;
  #steps = 0;
  #waitingSince = performance.now();
  #deviceWaitMs = 0;

  /** The decoding of a video starts. */
  decodingStarts(): void {
    this.#lead++;
    this.#maxLead = Math.max(this.#maxLead, this.#lead);
  }

  /** A video is decoded and kept in memory. */
  decodingEnds(): void {
    this.#held++;
    this.#maxHeld = Math.max(this.#maxHeld, this.#held);
  }

  /** @param positions Positions of the step's videos in the source's order. */
  stepStarts(positions: readonly number[]): void {
    this.#deviceWaitMs += performance.now() - this.#waitingSince;
    this.#leadSum += this.#lead;
    this.#steps++;
    for (const position of positions) {
      if (position !== this.#received) this.#outOfOrder++;
      this.#received++;
    }
  }

  /** The device has finished a step of `videos` videos and frees them. */
  stepEnds(videos: number): void {
    this.#lead -= videos;
    this.#held -= videos;
    this.#waitingSince = performance.now();
  }

  /** The load of the stream so far. */
  get load(): StreamLoad {
    return {
      maxLead: this.#maxLead,
      meanLead: this.#steps === 0 ? 0 : this.#leadSum / this.#steps,
      maxHeld: this.#maxHeld,
      outOfOrder: this.#outOfOrder,
      deviceWaitMs: this.#deviceWaitMs,
    };
  }
}
