import { mean } from "../numbers/mean.ts";
import { meanInterval } from "../numbers/mean_interval.ts";
import {
  type AnswersBySeed,
  type PairedDifference,
  pairedDifference,
} from "../numbers/paired_difference.ts";
import { formatGain } from "../terminal/format_gain.ts";
import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import { answersOfSetting } from "./answers_of_setting.ts";
import type { SweepResults } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";
import { runsOfSetting } from "./runs_of_setting.ts";
import { type Spread, spreadOf } from "./spread.ts";

/** Columns of a table: their heads, and the cells of a setting. */
interface Columns {
  readonly header: readonly string[];
  readonly cells: (setting: PlannedSetting) => readonly string[];
}

/** Options of {@linkcode sweepTable}. */
export interface SweepTableOptions {
  /**
   * What the settings are.
   *
   * @default setting
   */
  readonly title?: string | undefined;
  /**
   * The settings that the others are compared with.
   *
   * @default none
   */
  readonly baselines?: readonly PlannedSetting[] | undefined;
  /**
   * Whether time and memory have columns.
   *
   * @default true
   */
  readonly withCosts?: boolean | undefined;
}

/**
 * Formats the results of a sweep's settings as a Markdown table: top-1 over the seeds; its interval
 * and the differences from baselines, the time of a step and of a run, and the memory, where they are
 * known; and the number of finished runs.
 */
export function sweepTable(
  settings: readonly PlannedSetting[],
  results: SweepResults,
  { title = "setting", baselines = [], withCosts = true }: SweepTableOptions = {},
): string {
  const columns: readonly Columns[] = [
    { header: [title], cells: ({ label }) => [label] },
    spreads(["primary"], results),
    ...intervals(results, baselines),
    spreads(["auxiliary", "both"], results),
    ...withCosts ? costs(settings, results) : [],
    { header: ["runs"], cells: (setting) => [String(runsOfSetting(setting, results).length)] },
  ];
  const header = columns.flatMap(({ header }) => header);
  const rows = settings.map((setting) => columns.flatMap(({ cells }) => cells(setting)));
  return formatTable({ header, rows }, { markdown: true });
}

/** Top-1 of some who answer, with its extent over the seeds. */
function spreads(answerers: readonly string[], { runs }: SweepResults): Columns {
  return {
    header: answerers,
    cells: (setting) => answerers.map((who) => formatSpread(spreadOf(setting, runs, who))),
  };
}

function formatSpread(spread: Spread | undefined): string {
  if (spread === undefined) return "-";
  const { mean, low, high, runs } = spread;
  return runs === 1 ? percent(mean) : `${percent(mean)} (${percent(low)} to ${percent(high)})`;
}

/** The 95 % intervals of the primary network's top-1, and of its difference from each baseline. */
function intervals(results: SweepResults, baselines: readonly PlannedSetting[]): Columns[] {
  if (results.runs.every(({ answers }) => answers === undefined)) return [];
  const own: Columns = {
    header: ["95 %"],
    cells: (setting) => [formatAccuracy(answersOfSetting(setting, results))],
  };
  const beside = baselines.map((baseline): Columns => {
    const ofBaseline = answersOfSetting(baseline, results);
    return {
      header: [`beside ${baseline.label}`],
      cells: (setting) => {
        if (setting === baseline) return ["-"];
        return [formatDifference(pairedDifference(answersOfSetting(setting, results), ofBaseline))];
      },
    };
  });
  return [own, ...beside];
}

function formatAccuracy(answers: AnswersBySeed): string {
  const interval = meanInterval(answers, { low: 0, high: 1 });
  return interval === undefined ? "-" : `${percent(interval.low)} to ${percent(interval.high)}`;
}

function formatDifference(difference: PairedDifference | undefined): string {
  return difference === undefined ? "-" : formatGain(difference);
}

/** Means over the runs of the step's time, the time of a run, and the memory. */
function costs(settings: readonly PlannedSetting[], results: SweepResults): Columns[] {
  const costsOf = (setting: PlannedSetting) =>
    runsOfSetting(setting, results).flatMap(({ costs }) => costs ?? []);
  if (settings.every((setting) => costsOf(setting).length === 0)) return [];
  const cells = (setting: PlannedSetting) => {
    const costs = costsOf(setting);
    if (costs.length === 0) return ["-", "-", "-"];
    const milliseconds = 1000 * mean(costs.map(({ stepSeconds }) => stepSeconds));
    const minutes = mean(costs.map(({ seconds }) => seconds)) / 60;
    const gibibytes = mean(costs.map(({ peakBytes }) => peakBytes)) / 2 ** 30;
    return [milliseconds.toFixed(0), minutes.toFixed(1), gibibytes.toFixed(2)];
  };
  return [{ header: ["ms a step", "minutes", "GiB"], cells }];
}
