import { dirname, join } from "node:path";
import { removeLeftFolder } from "../../runtime/files/remove_left_folder.ts";
import { FolderLock } from "./folder_lock.ts";
import { listIfPresent } from "./list_if_present.ts";

/** Start of the names of all temporary folders. */
const PREFIX = "actnetformer-";

/**
 * A folder for files that only this process needs, in the system's folder of temporary files.
 * Disposing removes it. One that a killed process has left is removed when the next one is made.
 */
export class TemporaryFolder implements Disposable {
  /** Path of the folder. */
  readonly path: string;
  readonly #lock: FolderLock;

  private constructor(path: string, lock: FolderLock) {
    this.path = path;
    this.#lock = lock;
  }

  /** Makes a folder, and removes those that no process holds. */
  static make(): TemporaryFolder {
    while (true) {
      const path = Deno.makeTempDirSync({ prefix: PREFIX });
      const lock = FolderLock.tryHold(path);
      // Another process may have taken it for left over before it was held.
      if (lock === undefined) continue;
      removeLeftFolders(dirname(path));
      return new TemporaryFolder(path, lock);
    }
  }

  /**
   * Removes the folder. If that fails, a later process does: an error must not hide that of the work
   * in it.
   */
  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.path, { recursive: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
    } finally {
      this.#lock[Symbol.dispose]();
    }
  }
}

function removeLeftFolders(root: string): void {
  for (const { name, isDirectory } of listIfPresent(root)) {
    if (isDirectory && name.startsWith(PREFIX)) removeLeftFolder(join(root, name));
  }
}
