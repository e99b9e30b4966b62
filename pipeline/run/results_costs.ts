import type { RunCosts } from "./results.ts";
import type { TotalCosts } from "./total_costs.ts";

/** Returns what a run has cost as its results have it. */
export function resultsCosts(
  { seconds, deviceSeconds, dataSeconds, peakResidentBytes }: TotalCosts,
): RunCosts {
  const busy = deviceSeconds + dataSeconds;
  return { seconds, waitingShare: busy > 0 ? dataSeconds / busy : 0, peakResidentBytes };
}
