import { join } from "node:path";
import { LOCK_NAME } from "../../runtime/files/lock_name.ts";
import { tryLock } from "../../runtime/files/try_lock.ts";
import { statIfPresent } from "./stat_if_present.ts";

/**
 * Holds a folder: other processes cannot until it is disposed or the process ends.
 *
 * Where the file system has no locks, as some of those in networks, nobody can know who works in a
 * folder: everybody who asks holds it, and it counts as held.
 */
export class FolderLock implements Disposable {
  // The operating system releases the lock however the process ends, so no folder stays locked.
  readonly #file: Deno.FsFile;
  /** Whether no other process can hold the folder: not where the file system has no locks. */
  readonly isExclusive: boolean;

  private constructor(file: Deno.FsFile, isExclusive: boolean) {
    this.#file = file;
    this.isExclusive = isExclusive;
  }

  /**
   * Holds a folder; returns undefined if another process does, or has removed it in the meantime.
   */
  static tryHold(folder: string): FolderLock | undefined {
    const path = join(folder, LOCK_NAME);
    requireNoLink(path);
    const file = Deno.openSync(path, { create: true, write: true });
    const outcome = tryLock(file);
    if (outcome !== "taken" && isSameFile(file, path)) {
      return new FolderLock(file, outcome === "held");
    }
    file.close();
    return undefined;
  }

  /** Whether a process holds a folder, or may hold it. */
  static isHeld(folder: string): boolean {
    const path = join(folder, LOCK_NAME);
    // Nobody holds a folder by anything else; to open a pipe would wait without end.
    if (statIfPresent(path)?.isFile !== true) return false;
    using file = Deno.openSync(path, { read: true });
    // Shared, so that two processes that only ask do not meet each other.
    return tryLock(file, false) !== "held";
  }

  /** Whether the folder at a path is the held one: it may have been moved, and another be there. */
  holds(folder: string): boolean {
    return isSameFile(this.#file, join(folder, LOCK_NAME));
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

/** Whether an open file is still the one at its path. */
function isSameFile(file: Deno.FsFile, path: string): boolean {
  const current = statIfPresent(path);
  const opened = file.statSync();
  return current !== undefined && current.ino === opened.ino && current.dev === opened.dev;
}
