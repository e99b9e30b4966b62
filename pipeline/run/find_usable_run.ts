import { findRunFolder } from "./find_run_folder.ts";
import { listCheckpoints } from "./list_checkpoints.ts";
import { listRunFolders } from "./list_run_folders.ts";
import type { RunFolder } from "./run_folder.ts";
import { RunFolderError } from "./run_folder_error.ts";
import type { RunFolderOptions } from "./run_folder_options.ts";

/** Options of {@linkcode findUsableRun}. */
export interface FindUsableRunOptions extends RunFolderOptions {
  /** Called with one line if newer runs are passed over. */
  readonly notify?: ((line: string) => void) | undefined;
}

/**
 * Finds the run that is to be used: the named one, or the newest that has learned something, which
 * is not one that is just being started.
 *
 * @param name Of the run; whether it has a checkpoint is not asked for then.
 * @throws {RunFolderError} If there is none.
 */
export function findUsableRun(
  name?: string,
  { notify, ...options }: FindUsableRunOptions = {},
): RunFolder {
  const newest = findRunFolder(name, options);
  if (name !== undefined) return newest;
  const runs = listRunFolders(options.root);
  const usable = runs.findLast(({ checkpoints }) => listCheckpoints(checkpoints).length > 0);
  if (usable === undefined) {
    throw new RunFolderError(
      `Cannot use a run as one must have a checkpoint: none of ${runs.length} has; the newest is ` +
        newest.path,
    );
  }
  if (usable.name !== newest.name) {
    notify?.(`${newest.name} has no checkpoint yet: using the newest run that has one`);
  }
  return usable;
}
