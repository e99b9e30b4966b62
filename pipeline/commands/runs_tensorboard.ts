import { findRunFolder } from "../run/find_run_folder.ts";
import { listRunFolders } from "../run/list_run_folders.ts";
import { requireOwnFiles } from "../run/require_own_files.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { runsFolder } from "../run/runs_folder.ts";
import { writeTensorBoard } from "../runs/write_tensorboard.ts";
import { quoteForShell } from "../terminal/quote_for_shell.ts";
import { showLine } from "../terminal/show_line.ts";

/** Options of `deno task runs tensorboard`. */
export interface RunsTensorBoardCommandOptions {
  /** Names or paths of the runs; all if there are none. */
  readonly runs: readonly string[];
}

/**
 * Writes the metrics of runs as TensorBoard reads them, and prints the command that shows them.
 *
 * @returns The exit code.
 * @throws {RunFolderError} If there is no such run, or none has metrics.
 */
export async function runsTensorBoardCommand(
  { runs }: RunsTensorBoardCommandOptions,
): Promise<number> {
  const folders = runs.length === 0 ? listRunFolders() : runs.map((run) => findRunFolder(run));
  const written: string[] = [];
  for (const run of folders) {
    requireOwnFiles(run.path);
    const folder = await writeTensorBoard(run);
    if (folder === undefined) showLine(`${run.path} has no metrics yet`);
    else written.push(folder);
  }
  const [first] = written;
  if (first === undefined) {
    throw new RunFolderError(
      `Cannot write files for TensorBoard as a run must have metrics: none in ${runsFolder()} has`,
    );
  }
  for (const folder of written) console.log(folder);
  const shown = written.length === 1 ? first : runsFolder();
  showLine(`To see them: tensorboard --logdir ${quoteForShell(shown)}`);
  return 0;
}
