import { mean } from "../numbers/mean.ts";
import type { SweepRun } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";
import { runsOfSetting } from "./runs_of_setting.ts";

/** Mean and extent over the seeds. */
export interface Spread {
  /** Mean of the runs. */
  readonly mean: number;
  /** Lowest run. */
  readonly low: number;
  /** Highest run. */
  readonly high: number;
  /** Number of runs. */
  readonly runs: number;
}

/**
 * Returns the top-1 of a setting over its finished runs; undefined if none is finished, or
 * `answerer` did not answer.
 *
 * @param answerer `primary`, `auxiliary` or `both`.
 */
export function spreadOf(
  setting: PlannedSetting,
  finished: readonly SweepRun[],
  answerer: string,
): Spread | undefined {
  const runs = runsOfSetting(setting, { runs: finished });
  const values = runs.flatMap(({ top1 }) => top1[answerer] ?? []);
  if (values.length === 0) return undefined;
  return {
    mean: mean(values),
    low: Math.min(...values),
    high: Math.max(...values),
    runs: values.length,
  };
}
