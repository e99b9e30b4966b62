import { join } from "node:path";
import { findRunFolder } from "../run/find_run_folder.ts";
import { requirePlainName } from "../run/require_plain_name.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { writeAtomically } from "../run/write_atomically.ts";
import { collectRuns } from "../sweep/collect_runs.ts";
import { gridPath } from "../sweep/grid_path.ts";
import { type PlannedRun, planSweep, sweepNameOf, type SweepPlan } from "../sweep/plan_sweep.ts";
import { reportFiles } from "../sweep/report_files.ts";
import { homePath } from "../terminal/home_folder.ts";
import { NonFiniteLossError } from "../training/non_finite_loss_error.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withWholePaths } from "./with_whole_paths.ts";
import { trainCommand } from "./train.ts";

/** Options of `deno task sweep`. */
export interface SweepCommandOptions {
  /** Name of a grid that comes with the program, or path of a grid's file. */
  readonly grid: string;
  /** Name of the sweep, with which the names of its runs start; the file's name if omitted. */
  readonly name?: string | undefined;
  /** Folder for the results; `runs/<name>` if omitted. */
  readonly output?: string | undefined;
}

/**
 * Trains the runs of a grid, one after another, and returns the exit code. Skips finished runs and
 * resumes interrupted ones, so the same command continues a sweep. Writes the results after every
 * run.
 *
 * A run whose loss is no longer a finite number is reported and skipped; any other error ends the
 * sweep.
 *
 * @throws {ConfigError} If the grid or one of its configurations cannot be used.
 * @throws {RunFolderError} If the name cannot be one of folders, or a run's folder holds a run of
 * another configuration.
 */
export async function sweepCommand(options: SweepCommandOptions): Promise<number> {
  const name = options.name ?? sweepNameOf(options.grid);
  requirePlainName(name);
  const plan = await planSweep(gridPath(options.grid), name);
  const output = options.output ?? join(homePath("runs"), name);
  const diverged: string[] = [];
  await Deno.mkdir(output, { recursive: true });
  // Before the first run, so that an output that cannot be written is known before hours of work.
  await writeReport(name, plan, output);
  for (const [index, run] of plan.runs.entries()) {
    const state = await stateOf(run);
    if (state === "finished") continue;
    console.error(`Run ${index + 1} of ${plan.runs.length}: ${run.name}`);
    try {
      const exitCode = await trainRun(run, { state, config: plan.config });
      if (exitCode !== 0) return exitCode;
    } catch (error) {
      if (!(error instanceof NonFiniteLossError)) throw error;
      console.error(error.message);
      diverged.push(run.name);
    }
    await writeReport(name, plan, output);
  }
  console.log((await reportOf(name, plan))["report.md"]);
  console.error(`Results: ${output}`);
  if (diverged.length === 0) return 0;
  console.error(`Runs without a result, as their loss was not finite: ${diverged.join(", ")}`);
  return 1;
}

type RunState = "new" | "interrupted" | "finished";

async function stateOf({ name, config }: PlannedRun): Promise<RunState> {
  let run: RunFolder;
  try {
    run = findRunFolder(name);
  } catch (error) {
    if (error instanceof RunFolderError) return "new";
    throw error;
  }
  const existing = await readRunConfig(run);
  if (JSON.stringify(existing) !== JSON.stringify(withWholePaths(config))) {
    throw new RunFolderError(
      `Cannot sweep as ${run.path} must be a run of the same configuration: it is a run of another ` +
        "one; remove it, or give the sweep another --name",
    );
  }
  return await run.readResults() === undefined ? "interrupted" : "finished";
}

async function trainRun(
  { name, overrides }: PlannedRun,
  { state, config }: { readonly state: RunState; readonly config: string },
): Promise<number> {
  if (state === "interrupted") return await trainCommand({ resume: name, overrides: [] });
  return await trainCommand({ config, name, overrides });
}

async function reportOf(name: string, plan: SweepPlan): Promise<Record<string, string>> {
  return reportFiles(name, plan, await collectRuns(plan, homePath("runs")));
}

async function writeReport(name: string, plan: SweepPlan, output: string): Promise<void> {
  for (const [file, content] of Object.entries(await reportOf(name, plan))) {
    await writeAtomically(join(output, file), (path) => Deno.writeTextFile(path, content));
  }
}
