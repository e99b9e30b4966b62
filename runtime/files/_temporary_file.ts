import { dirname, join, resolve } from "node:path";
import { isLeftover } from "./is_leftover.ts";
import { tryLock } from "./_try_lock.ts";

/** Folders in which this process has removed what earlier ones left. */
const cleaned = new Set<string>();

/**
 * A file that is being written. It is locked until it is disposed or the process ends, by which
 * others know that it is not left over.
 */
export class TemporaryFile implements Disposable {
  readonly path: string;
  readonly #finalPath: string;
  #file: Deno.FsFile | undefined;

  private constructor(finalPath: string) {
    // Without the name of the final file, which may be as long as a name may be.
    this.path = join(dirname(finalPath), `.${crypto.randomUUID()}.partial`);
    this.#finalPath = finalPath;
  }

  /**
   * Makes an empty file in the folder of a final one, from which what was left over is removed
   * before.
   */
  static beside(finalPath: string): TemporaryFile {
    removeLeftovers(dirname(finalPath));
    while (true) {
      const temporary = new TemporaryFile(finalPath);
      if (temporary.#tryMake()) return temporary;
    }
  }

  /** Returns whether it could be locked before another process took it for left over. */
  #tryMake(): boolean {
    try {
      this.#file = Deno.openSync(this.path, { write: true, createNew: true });
    } catch (error) {
      throw this.named(error);
    }
    if (tryLock(this.#file) !== "taken" && isThere(this.path)) return true;
    this.#file.close();
    return false;
  }

  /** Returns an error of the system with the name of the final file, which a user knows. */
  named(error: unknown): unknown {
    if (error instanceof Error) {
      error.message = error.message.replaceAll(this.path, this.#finalPath);
    }
    return error;
  }

  /**
   * Removes the file. If that fails as well, what has failed before is what counts; a later process
   * removes it.
   */
  async remove(): Promise<void> {
    await Deno.remove(this.path).catch(() => {});
  }

  /** Gives up the lock. */
  [Symbol.dispose](): void {
    this.#file?.close();
  }
}

/** Removes half-written files that no process is writing any more; once in each folder. */
function removeLeftovers(folder: string): void {
  const key = resolve(folder);
  if (cleaned.has(key)) return;
  cleaned.add(key);
  for (const { name, isFile } of Deno.readDirSync(folder)) {
    if (isFile && isLeftover(name)) removeUnlocked(join(folder, name));
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

function isThere(path: string): boolean {
  try {
    return Deno.lstatSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
