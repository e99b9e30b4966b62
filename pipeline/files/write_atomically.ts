import { dirname } from "node:path";
import { syncFolder, writeDurably } from "../../runtime/files/write_durably.ts";
import { explainFullDisk } from "./explain_full_disk.ts";

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
  try {
    await writeDurably(path, write);
    await syncFolder(dirname(path));
  } catch (error) {
    throw explainFullDisk(path, error, hint);
  }
}
