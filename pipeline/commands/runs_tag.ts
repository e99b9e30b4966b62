import { findRunFolder } from "../run/find_run_folder.ts";
import { requireOwnFiles } from "../run/require_own_files.ts";

/** Options of `deno task runs tag`. */
export interface RunsTagCommandOptions {
  /** Name or path of the run. */
  readonly run: string;
  /** The words of the remark; none removes it. */
  readonly words: readonly string[];
}

/**
 * Writes a remark on a run, which the list of runs shows.
 *
 * @returns The exit code.
 * @throws {RunFolderError} If there is no such run.
 */
export async function runsTagCommand({ run, words }: RunsTagCommandOptions): Promise<number> {
  const folder = findRunFolder(run);
  requireOwnFiles(folder.path);
  await folder.writeTag(words.join(" ").replaceAll(/\s+/g, " ").trim());
  return 0;
}
