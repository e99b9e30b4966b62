import { extname, resolve } from "node:path";
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
  const ending = extname(name);
  // Methods that come with the program have names without an ending.
  if (ending === "") return;
  const path = resolve(name);
  const copy = run.methodCopy(ending);
  const bytes = await readBytesIfPresent(path);
  // That it is missing is said where it is loaded.
  if (bytes === undefined) return;
  if (resume && statIfPresent(copy) !== undefined) {
    return await requireSameMethod(run, name, {
      action: `resume ${run.path}`,
      remedy: "Start a new run instead",
    });
  }
  await writeAtomically(copy, (temporary) => Deno.writeFile(temporary, bytes));
}
