import { resolve } from "node:path";
import { type MakeFolders, tryOutput } from "../files/try_output.ts";
import { writeText } from "../files/write_text.ts";
import { compareAnswers } from "../report/compare_answers.ts";
import { comparisonPage } from "../report/comparison_page.ts";
import { findTestedVideos } from "../report/find_tested_videos.ts";
import { writeReport } from "../report/write_report.ts";
import { findTestedRun } from "../run/find_tested_run.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { compareRuns } from "../runs/compare_runs.ts";
import { writeCurves } from "../runs/write_curves.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task report`. */
export interface ReportCommandOptions {
  /** Names or paths of the runs, or paths of tests of them; the newest run if there are none. */
  readonly runs: readonly string[];
  /**
   * File for the comparison of several runs.
   *
   * @default "comparison.html"
   */
  readonly output?: string | undefined;
}

/**
 * Writes the report of a run into its folder, or a comparison of several runs into a file.
 *
 * @returns The exit code.
 * @throws {RunFolderError} If there is no such run, or it is not finished.
 * @throws {TypeError} If a file is named for the report of one run.
 */
export async function reportCommand(options: ReportCommandOptions): Promise<number> {
  const { runs, output = "comparison.html" } = options;
  if (runs.length > 1) {
    const makeFolders = await tryOutput(output, "file");
    return await compare(runs.map(findTestedRun), { output, makeFolders });
  }
  const run = findTestedRun(runs[0]);
  if (options.output !== undefined) {
    throw new TypeError(
      `Cannot write '${output}' as --output must be for a comparison of several runs: the report of ` +
        `one is ${run.report}, which may be copied`,
    );
  }
  return await withProgress({ first: "Stopping." }, async (work) => {
    await writeCurves(run);
    const config = await readRunConfig(run);
    const videos = await findTestedVideos(run, { ...work, config });
    await writeReport(run, { ...work, config, videos });
    console.log(run.report);
    return 0;
  });
}

/** Where a comparison is written. */
interface ComparisonOutput {
  readonly output: string;
  readonly makeFolders: MakeFolders;
}

async function compare(
  folders: readonly RunFolder[],
  { output, makeFolders }: ComparisonOutput,
): Promise<number> {
  for (const { path } of await unfinished(folders)) {
    throw new RunFolderError(
      `Cannot compare ${path} as it must be finished: it has no results yet`,
    );
  }
  const comparison = await compareRuns(folders);
  const answers = await compareAnswers(folders);
  await makeFolders();
  await writeText(output, comparisonPage({ ...comparison, answers }));
  console.log(resolve(output));
  return 0;
}

async function unfinished(folders: readonly RunFolder[]): Promise<RunFolder[]> {
  const results = await Promise.all(folders.map((run) => run.readResults()));
  return folders.filter((_, index) => results[index] === undefined);
}
