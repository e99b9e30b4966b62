import { resolve } from "node:path";
import { readBytesIfPresent } from "../files/read_if_present.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { writeAtomically } from "../files/write_atomically.ts";
import { requireSameMethod } from "./require_same_method.ts";
import type { RunFolder } from "./run_folder.ts";

/** Options of {@linkcode keepMethod}. */
export interface KeepMethodOptions {
  /** Whether the run is resumed, which must train by the same method. */
  readonly resume: boolean;
}

/**
 * Copies the file of a user's own method into the run's folder. Modules that it imports are not
 * copied.
 *
 * @param name As in `method.name`.
 * @throws {RunFolderError} If the run is resumed and the file has changed.
 * @throws {DiskFullError} If the disk is full.
 */
export async function keepMethod(
  run: RunFolder,
  name: string,
  { resume }: KeepMethodOptions,
): Promise<void> {
  const copy = run.methodCopy(name);
  if (copy === undefined) return;
  if (resume && statIfPresent(copy) !== undefined) {
    const remedy = "Start a new run instead";
    return await requireSameMethod(run, name, { action: `resume ${run.path}`, remedy });
  }
  const bytes = await readBytesIfPresent(resolve(name));
  // That it is missing is said where it is loaded.
  if (bytes === undefined) return;
  await writeAtomically(copy, (temporary) => Deno.writeFile(temporary, bytes));
}
