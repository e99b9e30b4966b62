import type { RunCosts } from "./results.ts";
import type { TotalCosts } from "./total_costs.ts";

/** Returns what a run has cost as its results have it. */
export function resultsCosts(
  { deviceSeconds, dataSeconds, ...costs }: TotalCosts,
): RunCosts {
  const busy = deviceSeconds + dataSeconds;
  return { ...costs, waitingShare: busy > 0 ? dataSeconds / busy : 0 };
}
