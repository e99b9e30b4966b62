/** Points of a curve. */
const POINTS = 20;

const SAMPLE_MS = 100;

const MEBIBYTE = 2 ** 20;

/** The resident memory of a process over time, in MiB. */
export interface MemoryUse {
  /** Mean over the first quarter of the time. */
  readonly firstQuarter: number;
  /** Mean over the last quarter of the time. */
  readonly lastQuarter: number;
  readonly most: number;
  /** Means over equal parts of the time. */
  readonly curve: readonly number[];
}

/** Samples the resident memory of this process until it is disposed. */
export class MemoryGauge implements Disposable {
  readonly #samples: number[] = [];
  readonly #timer = setInterval(() => this.#sample(), SAMPLE_MS);

  constructor() {
    this.#sample();
  }

  /** The memory since the start. */
  get use(): MemoryUse {
    return memoryUse(this.#samples);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    this.#samples.push(Deno.memoryUsage().rss / MEBIBYTE);
  }
}

/** Sums up samples that are evenly spaced in time; at least one. */
export function memoryUse(samples: readonly number[]): MemoryUse {
  const [firstQuarter, , , lastQuarter] = partMeans(samples, 4) as [number, number, number, number];
  return {
    firstQuarter,
    lastQuarter,
    most: Math.max(...samples),
    curve: partMeans(samples, POINTS).map(Math.round),
  };
}

/** Means over equal parts; a part shorter than a sample has the one at its start. */
function partMeans(samples: readonly number[], parts: number): number[] {
  return Array.from({ length: parts }, (_, part) => {
    const start = Math.floor(part * samples.length / parts);
    const end = Math.max(start + 1, Math.floor((part + 1) * samples.length / parts));
    const values = samples.slice(start, end);
    return values.reduce((total, value) => total + value, 0) / values.length;
  });
}
