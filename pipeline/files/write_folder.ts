import { dirname, join } from "node:path";
import { syncFolder } from "../../runtime/files/write_durably.ts";
import { LOCK_NAME } from "../../runtime/files/lock_name.ts";
import { removeLeftovers } from "../../runtime/files/remove_leftovers.ts";
import { explainFullDisk } from "./explain_full_disk.ts";
import { FolderLock } from "./folder_lock.ts";

/**
 * Writes a new folder that has its name only once everything is in it: it is filled under a
 * temporary name beside it, then renamed. On failure it is removed; where the process is killed,
 * by the next one that writes there.
 *
 * @param path The folder; the one above it must exist.
 * @param write Puts the files into the folder that it is given, each written whole.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeFolder(
  path: string,
  write: (folder: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${crypto.randomUUID()}.partial`);
  try {
    removeLeftovers(dirname(path));
    await Deno.mkdir(temporary);
    using held = FolderLock.tryHold(temporary);
    // Another process took it for left over before it was held.
    if (held === undefined) return await writeFolder(path, write);
    await write(temporary);
    await Deno.remove(join(temporary, LOCK_NAME));
    await Deno.rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    // What has failed before is what counts.
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    throw explainFullDisk(path, named(error, { temporary, path }));
  }
}

/** Returns an error of the system with the name of the folder, which a user knows. */
function named(
  error: unknown,
  { temporary, path }: { readonly temporary: string; readonly path: string },
): unknown {
  if (error instanceof Error && error.message.includes(temporary)) {
    error.message = error.message.replaceAll(temporary, path);
  }
  return error;
}
