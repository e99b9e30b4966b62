import type { Config } from "../config/config.ts";

/** Numbers of workers, before a run is resumed and now. */
export interface NumbersOfWorkers {
  readonly before: number;
  readonly now: number;
}

/**
 * Says what changes if a run is resumed with another number of workers; undefined if it is not.
 */
export function describeOtherWorkers(
  { schedule, workers }: Config,
  { before, now }: NumbersOfWorkers,
): string | undefined {
  if (before === now) return undefined;
  const { labeledPerStep, accumulate, unlabeledPerLabeled } = schedule;
  const clipsOf = (size: number) => labeledPerStep / size / accumulate * (1 + unlabeledPerLabeled);
  const changes = [
    ...workers.syncBatchNorm
      ? []
      : [`batch norm sees ${clipsOf(now)} clips at a time instead of ${clipsOf(before)}`],
    ...workers.contrast === "own" ? ["clips are contrasted with others"] : [],
    "numbers are rounded in another order",
  ];
  return `Resuming on ${countOf(now)} instead of ${before}: steps have the same clips, but ` +
    changes.join(", and ");
}

function countOf(workers: number): string {
  return workers === 1 ? "1 worker" : `${workers} workers`;
}
