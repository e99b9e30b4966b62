import { mean } from "../numbers/mean.ts";
import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import type { SweepRun } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";
import { type Spread, spreadOf } from "./spread.ts";

/** Who answers, in the order of the columns. */
const ANSWERERS = ["primary", "auxiliary", "both"] as const;

/**
 * Formats the results of a sweep's settings as a Markdown table: top-1 over the seeds, the time of a
 * step and the memory where they are known, and the number of finished runs.
 */
export function sweepTable(
  title: string,
  settings: readonly PlannedSetting[],
  finished: readonly SweepRun[],
): string {
  const runsOf = ({ runs }: PlannedSetting) => {
    const names = new Set(runs.map(({ name }) => name));
    return finished.filter(({ name }) => names.has(name));
  };
  const hasCosts = settings.some((setting) => runsOf(setting).some(({ costs }) => costs));
  const rows = settings.map((setting) => {
    const spreads = ANSWERERS.map((answerer) => spreadOf(setting, finished, answerer));
    return [
      setting.label,
      ...spreads.map(formatSpread),
      ...hasCosts ? formatCosts(runsOf(setting)) : [],
      String(spreads[0]?.runs ?? 0),
    ];
  });
  const costs = hasCosts ? ["ms a step", "GiB"] : [];
  return formatTable(
    { header: [title, ...ANSWERERS, ...costs, "runs"], rows },
    { markdown: true },
  );
}

function formatSpread(spread: Spread | undefined): string {
  if (spread === undefined) return "-";
  const { mean, low, high, runs } = spread;
  return runs === 1 ? percent(mean) : `${percent(mean)} (${percent(low)} to ${percent(high)})`;
}

/** Means over the runs of the step's time in ms and of the memory in GiB. */
function formatCosts(runs: readonly SweepRun[]): string[] {
  const costs = runs.flatMap(({ costs }) => costs ?? []);
  if (costs.length === 0) return ["-", "-"];
  const milliseconds = 1000 * mean(costs.map(({ stepSeconds }) => stepSeconds));
  const gibibytes = mean(costs.map(({ peakBytes }) => peakBytes)) / 2 ** 30;
  return [milliseconds.toFixed(0), gibibytes.toFixed(2)];
}
