import { findTestedRun } from "../run/find_tested_run.ts";
import { compareRuns } from "../runs/compare_runs.ts";
import { formatComparison } from "../runs/format_comparison.ts";
import { printText } from "../terminal/print_text.ts";

/** Options of `deno task runs compare`. */
export interface RunsCompareCommandOptions {
  /** Names or paths of the runs, or paths of tests of them. */
  readonly runs: readonly string[];
  /** Whether to print JSON. */
  readonly json: boolean;
}

/**
 * Prints what differs in the configurations of runs, and how well they do, side by side.
 *
 * @returns The exit code.
 * @throws {RunFolderError} If there is no such run.
 */
export async function runsCompareCommand(options: RunsCompareCommandOptions): Promise<number> {
  const comparison = await compareRuns(options.runs.map(findTestedRun));
  printText(options.json ? JSON.stringify(comparison, null, 2) : formatComparison(comparison));
  return 0;
}
