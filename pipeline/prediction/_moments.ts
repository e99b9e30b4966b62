/** Class probabilities of a part of a video. */
export interface Scored {
  /** Where it begins, in frames from the video's start. */
  readonly from: number;
  /** Where it ends: the frame after its last one. */
  readonly to: number;
  /** `[classes]`. */
  readonly probabilities: Float32Array;
}

/**
 * Turns the answers for windows, which may overlap, into those for moments, which do not: each
 * moment has the mean of all windows that show it. A moment that none shows, as windows are further
 * apart than they are long, belongs to the nearest one.
 */
export class Moments {
  #position = 0;
  #windows: Scored[] = [];

  /**
   * Adds the next window and returns the moments about which no later window can say anything.
   *
   * @param window It starts after the one before.
   */
  add(window: Scored): Scored[] {
    let { from } = window;
    const last = this.#windows.at(-1);
    if (last !== undefined && last.to < from) {
      // Each of the two gets its half of the gap between them.
      from = (last.to + from) / 2;
      this.#windows = this.#windows.with(-1, { ...last, to: from });
    }
    const moments = this.#advance(from);
    this.#windows.push({ ...window, from });
    return moments;
  }

  /**
   * Returns the moments that are left.
   *
   * @param end Where the video ends, in frames; need not be a whole number of them.
   */
  finish(end: number): Scored[] {
    return this.#advance(end);
  }

  #advance(end: number): Scored[] {
    const moments: Scored[] = [];
    while (this.#position < end && this.#windows.length > 0) {
      const from = this.#position;
      const showing = this.#windows.filter((window) => window.from <= from && window.to > from);
      const edges = this.#windows.flatMap((window) => [window.from, window.to]);
      const to = Math.min(end, ...edges.filter((edge) => edge > from));
      // Rounding, or the last window past its end.
      const heard = showing.length > 0 ? showing : this.#windows.slice(-1);
      moments.push({ from, to, probabilities: meanOf(heard) });
      this.#position = to;
      this.#windows = this.#windows.filter((window, index, all) =>
        window.to > to || index === all.length - 1
      );
    }
    return moments;
  }
}

function meanOf(windows: readonly Scored[]): Float32Array {
  const [first, ...others] = windows;
  if (first === undefined || others.length === 0) return first?.probabilities ?? new Float32Array();
  return first.probabilities.map((value, label) => {
    const sum = others.reduce((total, { probabilities }) => total + probabilities[label]!, value);
    return sum / windows.length;
  });
}
