import { join } from "node:path";
import type { Override } from "../config/config.ts";
import { tryOutput } from "../files/try_output.ts";
import { writeText } from "../files/write_text.ts";
import { requirePlainName } from "../run/require_plain_name.ts";
import { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { collectRuns } from "../sweep/collect_runs.ts";
import { gridPath } from "../sweep/grid_path.ts";
import { planSweep, sweepNameOf, type SweepPlan } from "../sweep/plan_sweep.ts";
import { reportFiles } from "../sweep/report_files.ts";
import { homePath } from "../terminal/home_folder.ts";
import { INTERRUPTED } from "../terminal/interrupt.ts";
import { showLine } from "../terminal/show_line.ts";
import { trainPlannedRuns } from "./train_planned_runs.ts";
import { printText } from "../terminal/print_text.ts";

/** Options of `deno task sweep`. */
export interface SweepCommandOptions {
  /** Name of a grid that comes with the program, or path of a grid's file. */
  readonly grid: string;
  /** Name of the sweep, with which the names of its runs start; the file's name if omitted. */
  readonly name?: string | undefined;
  /** Folder for the results; `runs/<name>` if omitted. */
  readonly output?: string | undefined;
  /** Path of a module that is called after each step of each run. */
  readonly hooks?: string | undefined;
  /** Fields set on the command line, for all runs. */
  readonly overrides?: readonly Override[] | undefined;
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
 * @throws {RunFolderError} If the name cannot be one of folders, the results would be written into
 * the folder of a run, or a run's folder holds a run of another configuration.
 */
export async function sweepCommand(options: SweepCommandOptions): Promise<number> {
  const name = options.name ?? sweepNameOf(options.grid);
  requirePlainName(name);
  const output = options.output ?? join(homePath("runs"), name);
  requireNoRun(output);
  await tryOutput(options.output, "folder");
  const plan = await planSweep(gridPath(options.grid), name, options);
  const exitCode = await trainPlannedRuns(plan, {
    hooks: options.hooks,
    report: () => writeReport(name, plan, output),
  });
  if (exitCode === INTERRUPTED) return exitCode;
  printText((await reportOf(name, plan))["report.md"] ?? "");
  showLine(`Results: ${output}`);
  return exitCode;
}

/** A run's folder has results of its own, which those of the sweep would replace. */
function requireNoRun(output: string): void {
  if (new RunFolder(output).startedAt() === undefined) return;
  throw new RunFolderError(
    `Cannot write the results of a sweep into ${output} as it must not be the folder of a run: it ` +
      "is one; give the sweep another --output or --name",
  );
}

async function reportOf(name: string, plan: SweepPlan): Promise<Record<string, string>> {
  return reportFiles(name, plan, await collectRuns(plan, homePath("runs")));
}

async function writeReport(name: string, plan: SweepPlan, output: string): Promise<void> {
  await Deno.mkdir(output, { recursive: true });
  for (const [file, content] of Object.entries(await reportOf(name, plan))) {
    await writeText(join(output, file), content);
  }
}
