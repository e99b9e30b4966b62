import { join } from "node:path";
import { tryLock } from "./try_lock.ts";
import { isLeftover } from "./is_leftover.ts";
import { removeLeftFolder } from "./remove_left_folder.ts";

/**
 * Removes what processes that were killed have left half written in a folder, not in those below it.
 * A file or folder that a process is writing is locked, and stays.
 */
export function removeLeftovers(folder: string): void {
  for (const { name, isFile, isDirectory } of entriesOf(folder)) {
    if (!isLeftover(name)) continue;
    if (isFile) removeUnlocked(join(folder, name));
    if (isDirectory) removeLeftFolder(join(folder, name));
  }
}

/** What is in a folder; nothing if there is none, which whoever writes there reports. */
function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function removeUnlocked(path: string): void {
  try {
    using file = Deno.openSync(path, { write: true });
    if (tryLock(file) === "held") Deno.removeSync(path);
  } catch (error) {
    // Another process has removed it, or it belongs to another user.
    if (error instanceof Deno.errors.NotFound) return;
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
  }
}
