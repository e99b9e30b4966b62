import { listRunFolders } from "../run/list_run_folders.ts";
import { runsFolder } from "../run/runs_folder.ts";
import { formatRuns } from "../runs/format_runs.ts";
import { summarizeRun } from "../runs/summarize_run.ts";
import type { RunSummary } from "../runs/run_summary.ts";
import { showLine } from "../terminal/show_line.ts";
import { showError } from "../terminal/show_error.ts";
import { outputWidth } from "../terminal/output_width.ts";
import { printText } from "../terminal/print_text.ts";

/** Options of `deno task runs`. */
export interface RunsListCommandOptions {
  /** Whether to print JSON. */
  readonly json: boolean;
}

/**
 * Prints the runs, the one started last at the end.
 *
 * @returns The exit code: 1 if the files of a run cannot be read; all others are still printed.
 */
export async function runsListCommand({ json }: RunsListCommandOptions): Promise<number> {
  const summaries: RunSummary[] = [];
  let exitCode = 0;
  for (const run of listRunFolders()) {
    try {
      summaries.push(await summarizeRun(run));
    } catch (error) {
      showError(error);
      exitCode = 1;
    }
  }
  if (json) printText(JSON.stringify(summaries, null, 2));
  else if (summaries.length > 0) printText(formatRuns(summaries, outputWidth()));
  else if (exitCode === 0) {
    showLine(`No runs in ${runsFolder()} yet; start one with: deno task train`);
  }
  return exitCode;
}
