import { join } from "node:path";
import { RunFolder } from "../run/run_folder.ts";
import { sharesOf } from "../run/shares_of.ts";
import type { PlannedRun, SweepPlan } from "./plan_sweep.ts";
import { type RunCosts, runCosts } from "./run_costs.ts";
import { pseudoLabelQuality, type PseudoLabelStages } from "./pseudo_label_quality.ts";

/** The result of one finished run of a sweep. */
export interface SweepRun {
  /** Name of its run folder. */
  readonly name: string;
  /** Seed of the run. */
  readonly seed: number;
  /** What was set on top of the sweep's configuration, by dotted path. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Share of the test videos whose most probable class is theirs, by who answers. */
  readonly top1: Readonly<Record<string, number>>;
  /** The same for the five most probable. */
  readonly top5: Readonly<Record<string, number>>;
  /** What it has cost; undefined if it was made before that was written. */
  readonly costs?: RunCosts | undefined;
  /** Quality of the pseudo-labels that it trained on; undefined if there were none. */
  readonly pseudoLabels?: PseudoLabelStages | undefined;
}

/**
 * Collects the results of a plan's finished runs, in its order.
 *
 * @param root Folder of the run folders.
 */
export async function collectRuns({ runs }: SweepPlan, root: string): Promise<SweepRun[]> {
  const collected = await Promise.all(runs.map((run) => collectRun(run, root)));
  return collected.filter((run) => run !== undefined);
}

async function collectRun(run: PlannedRun, root: string): Promise<SweepRun | undefined> {
  const { name, seed, overrides } = run;
  const folder = new RunFolder(join(root, name));
  const results = await folder.readResults();
  if (results === undefined) return undefined;
  const metrics = await folder.readMetrics();
  return {
    name,
    seed,
    set: Object.fromEntries(overrides.map(({ path, value }) => [path, value])),
    top1: sharesOf(results.scores, "top1"),
    top5: sharesOf(results.scores, "top5"),
    costs: runCosts(metrics),
    pseudoLabels: pseudoLabelQuality(metrics),
  };
}
