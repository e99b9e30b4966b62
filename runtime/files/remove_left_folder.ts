import { join } from "node:path";
import { LOCK_NAME } from "./lock_name.ts";
import { tryLock } from "./try_lock.ts";

/**
 * Removes a folder that no process holds. One without the file by which it would be held stays: it is
 * only just being made.
 */
export function removeLeftFolder(path: string): void {
  const lock = join(path, LOCK_NAME);
  try {
    // To open a pipe would wait without end.
    if (!Deno.lstatSync(lock).isFile) return;
    using file = Deno.openSync(lock, { write: true });
    if (tryLock(file) === "held") Deno.removeSync(path, { recursive: true });
  } catch (error) {
    // It has no such file, another process has removed it, or it belongs to another user.
    if (error instanceof Deno.errors.NotFound) return;
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
  }
}
