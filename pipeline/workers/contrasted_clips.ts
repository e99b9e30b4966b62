import type { Config } from "../config/config.ts";

/** What {@linkcode contrastedClips} counts. */
export interface ContrastedClipsOptions {
  /** Number of workers. */
  readonly size: number;
  /**
   * Parts that a step is computed in.
   *
   * @default those that are configured
   */
  readonly accumulate?: number | undefined;
}

/** Returns how many unlabeled clips are contrasted with each other: those of a part of a step. */
export function contrastedClips(
  { schedule, workers: { contrast } }: Pick<Config, "schedule" | "workers">,
  { size, accumulate = schedule.accumulate }: ContrastedClipsOptions,
): number {
  const { labeledPerStep, unlabeledPerLabeled } = schedule;
  return labeledPerStep / accumulate / (contrast === "own" ? size : 1) * unlabeledPerLabeled;
}
