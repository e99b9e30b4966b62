import { join } from "node:path";
import { parseConfig } from "../config/config.ts";
import { writeAtomically } from "../run/files.ts";
import { findRunFolder } from "../run/run_folder.ts";
import { type PlannedRun, planSweep, sweepNameOf, type SweepPlan } from "../sweep/plan_sweep.ts";
import { reportFiles } from "../sweep/report_files.ts";
import { collectRuns } from "../sweep/collect_runs.ts";
import { trainCommand } from "./train.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { readResults } from "../run/results.ts";
import { NonFiniteLossError } from "../training/non_finite_loss_error.ts";

/** What `sweep` was asked to do. */
export interface SweepRequest {
  /** JSON file of the grid. */
  readonly grid: string;
  /** Name of the sweep, which the names of its runs begin with; that of the file where it is left out. */
  readonly name?: string;
  /** Folder that gets the results; `runs/<name>` where it is left out. */
  readonly output?: string;
}

const RUNS = "runs";

/**
 * Trains the runs of a grid, one after another, and returns the exit code. A run that is finished is
 * passed over, one that was stopped is gone on with, so the same command goes on with a sweep. The
 * results are written after every run.
 *
 * A run whose loss is no longer a number is told and passed over; whatever else is thrown ends the sweep.
 *
 * @throws What the reading of the grid and the trainings throw.
 */
export async function sweepCommand(request: SweepRequest): Promise<number> {
  const name = request.name ?? sweepNameOf(request.grid);
  const plan = await planSweep(request.grid, name);
  const output = request.output ?? join(RUNS, name);
  const diverged: string[] = [];
  await Deno.mkdir(output, { recursive: true });
  for (const [index, run] of plan.runs.entries()) {
    const state = await stateOf(run);
    if (state === "finished") continue;
    console.error(`Run ${index + 1} of ${plan.runs.length}: ${run.name}`);
    try {
      const code = await trainCommand(
        state === "begun" ? { resume: run.name, overrides: [] } : {
          config: plan.config,
          name: run.name,
          overrides: run.overrides,
        },
      );
      if (code !== 0) return code;
    } catch (error) {
      if (!(error instanceof NonFiniteLossError)) throw error;
      console.error(error.message);
      diverged.push(run.name);
    }
    await writeReport(name, plan, output);
  }
  await writeReport(name, plan, output);
  console.log(await Deno.readTextFile(join(output, "report.md")));
  console.error(`Results in ${output}`);
  if (diverged.length === 0) return 0;
  console.error(`Without a result, as their loss was no number: ${diverged.join(", ")}`);
  return 1;
}

/** @throws {RunFolderError} where the run's folder holds a run of another configuration. */
async function stateOf({ name, config }: PlannedRun): Promise<"new" | "begun" | "finished"> {
  let run;
  try {
    run = findRunFolder(name);
  } catch (error) {
    if (error instanceof RunFolderError) return "new";
    throw error;
  }
  const there = parseConfig(await run.readConfig(), `of ${run.path}`);
  if (JSON.stringify(there) !== JSON.stringify(config)) {
    throw new RunFolderError(
      `${run.path} is a run of another configuration; remove it or give the sweep another --name`,
    );
  }
  return await readResults(run.path) === undefined ? "begun" : "finished";
}

async function writeReport(name: string, plan: SweepPlan, output: string): Promise<void> {
  const files = reportFiles(name, plan, await collectRuns(plan, RUNS));
  for (const [file, content] of Object.entries(files)) {
    await writeAtomically(join(output, file), (path) => Deno.writeTextFile(path, content));
  }
}
