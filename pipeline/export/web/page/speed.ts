/** How long the networks took for the newest windows, and what follows. */
export class Speed {
  readonly #kept: { readonly milliseconds: number; readonly frames: number }[] = [];

  /** Adds a window. */
  add(milliseconds: number, frames: number): void {
    this.#kept.push({ milliseconds, frames });
    if (this.#kept.length > NEWEST) this.#kept.shift();
  }

  /** Says it; empty before the first window. */
  get text(): string {
    if (this.#kept.length === 0) return "";
    const times = this.#kept.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    const seconds = times.reduce((total, time) => total + time, 0) / 1000;
    const frames = this.#kept.reduce((total, kept) => total + kept.frames, 0);
    const latency = times[Math.floor(times.length / 2)]!;
    return `${roundedText(frames / seconds)} frames per second through the networks, ` +
      `${roundedText(times.length / seconds)} windows; a window takes ${roundedText(latency)} ms`;
  }
}

/** Windows that count. */
const NEWEST = 20;

/** Two digits of small numbers, else whole ones. */
function roundedText(value: number): string {
  return value >= 10 ? String(Math.round(value)) : value.toPrecision(2);
}
