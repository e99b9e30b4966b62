import { findRunFolder } from "../run/find_run_folder.ts";
import { requireOwnFiles } from "../run/require_own_files.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { writeCurves } from "../runs/write_curves.ts";

/** Options of `deno task runs curves`. */
export interface RunsCurvesCommandOptions {
  /** Names or paths of the runs; the newest if there are none. */
  readonly runs: readonly string[];
}

/**
 * Draws the metrics of runs as curves, into their folders. A run that is being trained, too.
 *
 * @returns The exit code.
 * @throws {RunFolderError} If there is no such run, or it has taken no step yet.
 */
export async function runsCurvesCommand({ runs }: RunsCurvesCommandOptions): Promise<number> {
  const folders = runs.length === 0 ? [findRunFolder()] : runs.map((run) => findRunFolder(run));
  for (const run of folders) {
    requireOwnFiles(run.path);
    if (!await writeCurves(run)) {
      throw new RunFolderError(
        `Cannot draw the curves of ${run.path} as it must have metrics: it has taken no step yet`,
      );
    }
    console.log(run.curves);
  }
  return 0;
}
