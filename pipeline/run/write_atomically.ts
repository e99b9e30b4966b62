import { dirname } from "node:path";
import { explainFullDisk } from "./explain_full_disk.ts";

/** Ending of files that are being written; a file with it is never read. */
const TEMPORARY_SUFFIX = ".partial";

/**
 * Writes a file so that at any moment either the old or the new content is there: to a temporary
 * file in the same folder, synced, then renamed. On failure the temporary file is removed.
 *
 * @param path File to write; its folder must exist.
 * @param write Writes the content to the given temporary path.
 * @param hint What is kept and what to do if the disk is full, for the message.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeAtomically(
  path: string,
  write: (temporaryPath: string) => Promise<void> | void,
  hint?: string,
): Promise<void> {
  const temporary = `${path}${TEMPORARY_SUFFIX}`;
  try {
    await write(temporary);
    syncPath(temporary);
    await Deno.rename(temporary, path);
    syncPath(dirname(path));
  } catch (error) {
    removeIfThere(temporary);
    throw explainFullDisk(path, error, hint);
  }
}

function syncPath(path: string): void {
  using file = Deno.openSync(path, { read: true });
  file.syncSync();
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
