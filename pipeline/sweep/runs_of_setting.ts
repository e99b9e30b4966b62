import type { SweepResults, SweepRun } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";

/** Returns the finished runs of a setting. */
export function runsOfSetting(
  { runs: planned }: Pick<PlannedSetting, "runs">,
  { runs }: Pick<SweepResults, "runs">,
): readonly SweepRun[] {
  const names = new Set(planned.map(({ name }) => name));
  return runs.filter(({ name }) => names.has(name));
}
