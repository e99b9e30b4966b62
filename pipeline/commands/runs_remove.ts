import { folderBytes } from "../files/folder_bytes.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { formatMegabytes } from "../terminal/format_megabytes.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";

/** Options of `deno task runs remove`. */
export interface RunsRemoveCommandOptions {
  /** Names or paths of the runs. */
  readonly runs: readonly string[];
  /** Whether to remove them without a question. */
  readonly yes: boolean;
}

/**
 * Removes runs, after a question.
 *
 * @returns The exit code: 1 if the user did not agree.
 * @throws {RunFolderError} If there is no such run, a process holds it, or nobody can be asked;
 * nothing is removed then.
 */
export async function runsRemoveCommand({ runs, yes }: RunsRemoveCommandOptions): Promise<number> {
  const found = new Map(runs.map((run) => findRunFolder(run)).map((run) => [run.path, run]));
  using held = new DisposableStack();
  const folders = [...found.values()].map((run) => held.use(run.hold()));
  if (!yes && !agrees(folders)) return 1;
  for (const run of folders) {
    await run.remove();
    console.log(`Removed ${run.path}`);
  }
  return 0;
}

/** Asks the user at the terminal. */
function agrees(folders: readonly RunFolder[]): boolean {
  if (!Deno.stdin.isTerminal()) {
    throw new RunFolderError(
      "Cannot ask before runs are removed as standard input is not a terminal: add --yes",
    );
  }
  const sizes = folders.map((run) => `${run.path} (${formatMegabytes(folderBytes(run.path))})`);
  return confirm(plainLine(`Remove ${sizes.join(", ")}?`));
}
