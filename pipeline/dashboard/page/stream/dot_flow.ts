import type { EdgeClips, StreamState } from "../../../run/stream_state.ts";

/** Where a dot is: with the clips of a station, or among the free credits. */
export type DotStation = keyof EdgeClips | "free";

/** From the end of the stream to its beginning: the order in which clips get ahead. */
const FROM_THE_END: readonly DotStation[] = [
  "training",
  "onDevice",
  "ready",
  "batching",
  "decoded",
  "decoding",
  "queued",
  "free",
];

/** The maximum number of dots that a reader can follow. */
const MAX_DOTS = 48;

/** Returns how many credits one dot stands for. */
export function creditsPerDot({ credits }: Pick<StreamState, "credits">): number {
  return Math.max(1, Math.ceil(credits.capacity / MAX_DOTS));
}

/** The dots of each station, by their numbers. */
export type PlacedDots = ReadonlyMap<DotStation, readonly number[]>;

/**
 * Moves dots through the stream: each is a credit, and with it the clip that it let in. Clips stay
 * in their order, so that those that are done are the ones that were ahead.
 */
export class DotFlow {
  /** Numbers of the dots, the furthest one first. */
  #order: number[] = [];
  #trained = 0;
  #inFlight = 0;

  /** Returns where each dot is now. */
  move(state: Pick<StreamState, "clips" | "credits" | "total">): PlacedDots {
    const perDot = creditsPerDot(state);
    this.#finish(Math.round((state.total.trained - this.#trained) / perDot));
    this.#trained = state.total.trained;
    const counts = FROM_THE_END.map((station) => dotsOf(creditsAt(state, station), perDot));
    const total = counts.reduce((sum, count) => sum + count, 0);
    while (this.#order.length < total) this.#order.push(this.#order.length);
    this.#inFlight = total - (counts.at(-1) ?? 0);
    let first = 0;
    return new Map(FROM_THE_END.map((station, index) => {
      const last = first + (counts[index] ?? 0);
      const dots = this.#order.slice(first, last);
      first = last;
      return [station, dots];
    }));
  }

  /** Those that are done wait behind all that are free already. */
  #finish(trained: number): void {
    // A resumed run counts from 0 again.
    const done = Math.min(Math.max(0, trained), this.#inFlight);
    this.#order.push(...this.#order.splice(0, done));
  }
}

function creditsAt(
  { clips, credits }: Pick<StreamState, "clips" | "credits">,
  station: DotStation,
): number {
  if (station !== "free") return clips[station];
  return Math.max(0, credits.capacity - credits.inFlight);
}

function dotsOf(credits: number, perDot: number): number {
  return credits === 0 ? 0 : Math.max(1, Math.round(credits / perDot));
}
