import { dirname, join, resolve } from "node:path";
import { removeLeftovers } from "./remove_leftovers.ts";
import { tryLock } from "./try_lock.ts";

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
    cleanOnce(dirname(finalPath));
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
    // That of a DOMException, as of an abort, cannot be set.
    if (error instanceof Error && error.message.includes(this.path)) {
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

  /** Gives up the lock. May be called again. */
  [Symbol.dispose](): void {
    this.#file?.close();
    this.#file = undefined;
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

function cleanOnce(folder: string): void {
  const path = resolve(folder);
  if (cleaned.has(path)) return;
  cleaned.add(path);
  removeLeftovers(path);
}
