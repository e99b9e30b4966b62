import type { SeriesAnswer } from "../../api.ts";

/** What a step's time is divided into. */
const PARTS = ["seconds.device", "seconds.data", "seconds.peers", "seconds.pause"] as const;

/** Share of the buckets, the last ones, whose steps are taken as the pace; and their least number. */
const RECENT = 0.1;
const LEAST = 10;

/** Estimates the seconds until a run is done from its last steps; null if they are not there. */
export function timeLeft(
  { steps, lastStep }: Pick<SeriesAnswer, "steps" | "lastStep">,
  stepsLeft: number,
): number | null {
  // The reader looks at earlier steps, whose pace may have been another.
  if (steps.to.at(-1) !== lastStep) return null;
  const recent = Math.max(LEAST, Math.round(steps.to.length * RECENT));
  let perStep = 0;
  let known = 0;
  for (const part of PARTS) {
    const values = (steps.columns[part]?.mean ?? []).slice(-recent);
    const numbers = values.filter((value) => value !== null);
    if (numbers.length === 0) continue;
    perStep += numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    known++;
  }
  return known === 0 ? null : perStep * Math.max(0, stepsLeft);
}
