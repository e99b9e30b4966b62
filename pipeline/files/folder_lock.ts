import { join } from "node:path";
import { statIfPresent } from "./stat_if_present.ts";

const LOCK = "lock";

/** Holds a folder: other processes cannot until it is disposed or the process ends. */
export class FolderLock implements Disposable {
  // The operating system releases the lock however the process ends, so no folder stays locked.
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Holds a folder; returns undefined if another process does. */
  static tryHold(folder: string): FolderLock | undefined {
    const path = join(folder, LOCK);
    requireNoLink(path);
    const file = Deno.openSync(path, { create: true, write: true });
    if (file.tryLockSync(true)) return new FolderLock(file);
    file.close();
    return undefined;
  }

  /** Whether a process holds a folder. */
  static isHeld(folder: string): boolean {
    const path = join(folder, LOCK);
    if (statIfPresent(path) === undefined) return false;
    using file = Deno.openSync(path, { read: true });
    // Shared, so that two processes that only ask do not meet each other.
    return !file.tryLockSync(false);
  }

  /** Releases the folder. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** A file would be made where a link leads to. */
function requireNoLink(path: string): void {
  try {
    if (!Deno.lstatSync(path).isSymlink) return;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  throw new Error(`Cannot hold a folder as ${path} must be a file: it is a link to elsewhere`);
}
