import { join } from "node:path";
import { RunFolder } from "../run/run_folder.ts";
import { pseudoLabelQuality } from "./pseudo_label_quality.ts";
import type { PlannedRun, PlannedSetting, SweepPlan } from "./grid.ts";

/** What one finished run of a sweep came to. */
export interface SweepRun {
  /** Name of its run folder. */
  readonly name: string;
  readonly seed: number;
  /** What was set on top of the sweep's configuration, by dotted path. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Share of the test videos whose most probable class is theirs, by who answers. */
  readonly top1: Readonly<Record<string, number>>;
  /** The same for the five most probable. */
  readonly top5: Readonly<Record<string, number>>;
  /** Of the pseudo-labels that it trained on; left out where there were none. */
  readonly pseudoLabels?: ReturnType<typeof pseudoLabelQuality>;
}

/** Mean and extent over the seeds. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Runs behind it. */
  readonly runs: number;
}

/** The finished runs of a plan, in its order. */
export async function collectRuns({ runs }: SweepPlan, root: string): Promise<SweepRun[]> {
  const collected = await Promise.all(runs.map(async ({ name, seed, overrides }) => {
    const folder = new RunFolder(join(root, name));
    const results = await folder.readResults();
    if (results === undefined) return [];
    const shares = (key: "top1" | "top5") =>
      Object.fromEntries(Object.entries(results.scores).map(([who, one]) => [who, one[key]]));
    const set = Object.fromEntries(overrides.map(({ path, value }) => [path, value]));
    const quality = pseudoLabelQuality(await folder.readMetrics());
    const pseudoLabels = quality === undefined ? {} : { pseudoLabels: quality };
    const run = { name, seed, set, top1: shares("top1"), top5: shares("top5") };
    return [{ ...run, ...pseudoLabels }];
  }));
  return collected.flat();
}

/** Top-1 of a setting over its finished runs; undefined where none is, or `who` did not answer. */
export function spreadOf(
  { runs }: PlannedSetting,
  finished: readonly SweepRun[],
  who: string,
): Spread | undefined {
  const names = new Set(runs.map(({ name }: PlannedRun) => name));
  const values = finished.flatMap(({ name, top1 }) => names.has(name) ? top1[who] ?? [] : []);
  if (values.length === 0) return undefined;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: Math.min(...values),
    high: Math.max(...values),
    runs: values.length,
  };
}
