import { join } from "node:path";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { LOCK_NAME } from "../../runtime/files/lock_name.ts";
import { FolderLock } from "../files/folder_lock.ts";
import { listIfPresent } from "../files/list_if_present.ts";
import { METHOD_COPY } from "./_run_file_names.ts";
import { findForeignFile } from "./find_foreign_file.ts";
import type { RunFiles } from "./run_files.ts";
import { RunFolderError } from "./run_folder_error.ts";

/**
 * Makes the folder of a new run and missing folders above it, and holds it. A folder without
 * configuration that nobody holds is taken over, as a run that was stopped in its first moments
 * leaves it; so is an empty one.
 *
 * @returns Undefined if there is a run, a folder with anything else in it, or a file.
 * @throws {DiskFullError} If the disk is full.
 */
export function holdNewFolder(run: RunFiles): FolderLock | undefined {
  try {
    makeFolders(join(run.path, ".."));
    const isNew = tryMakeFolder(run.path);
    if (!Deno.statSync(run.path).isDirectory) return undefined;
    const lock = FolderLock.tryHold(run.path);
    if (lock === undefined) return undefined;
    // Looked at only now, as another process may have started it meanwhile.
    if ((isNew || lock.isExclusive) && findForeignFile(run) === undefined) {
      clear(run);
      return lock;
    }
    lock[Symbol.dispose]();
    return undefined;
  } catch (error) {
    // Another process has removed it meanwhile.
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw explainFullDisk(run.path, error);
  }
}

/** Makes the folder that of a new run. */
function clear(run: RunFiles): void {
  for (const { name } of listIfPresent(run.path)) {
    if (name === LOCK_NAME || METHOD_COPY.test(name)) continue;
    Deno.removeSync(join(run.path, name), { recursive: true });
  }
  Deno.mkdirSync(run.checkpoints);
}

/** Makes a folder; returns whether there was none, nor a file. */
function tryMakeFolder(path: string): boolean {
  try {
    Deno.mkdirSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

/** Makes a folder and those above it; a file in its place is an error of its own. */
function makeFolders(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AlreadyExists)) throw cause;
    const message = `Cannot make runs in ${path} as it must be a folder: it is a file`;
    throw new RunFolderError(message, { cause });
  }
}
