import { join } from "node:path";
import { statIfPresent } from "../files/stat_if_present.ts";
import { findForeignFile } from "./find_foreign_file.ts";
import { listRunFolders } from "./list_run_folders.ts";
import { requirePlainName } from "./require_plain_name.ts";
import { RunFolder } from "./run_folder.ts";
import { RunFolderError } from "./run_folder_error.ts";
import type { RunFolderOptions } from "./run_folder_options.ts";
import { runsFolder } from "./runs_folder.ts";

/**
 * Makes a new run folder and holds it. A folder that a run has left which was stopped before its
 * configuration was written is used again.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createRunFolder } from "@actnetformer/deno/pipeline";
 *
 * const root = await Deno.makeTempDir();
 * using run = createRunFolder({ preset: "motion_small" }, { root });
 * assert.equal(run.name, "motion_small-0001");
 * ```
 *
 * @param name Name of the run, or `{ preset }` for the next free `<preset>-0001`.
 * @throws {RunFolderError} If a run of that name exists, or the name is not a plain folder name.
 * @throws {DiskFullError} If the disk is full.
 */
export function createRunFolder(
  name: string | { readonly preset: string },
  { root = runsFolder() }: RunFolderOptions = {},
): RunFolder {
  if (typeof name !== "string") return createNumbered(name.preset, root);
  requirePlainName(name);
  const run = new RunFolder(join(root, name));
  if (run.tryStart()) return run;
  throw new RunFolderError(
    `Cannot create the run ${run.path} as its name must be new: ${describeTaken(run)}`,
  );
}

/** Says why a run cannot be started, and what to do. */
function describeTaken(run: RunFolder): string {
  if (run.startedAt() !== undefined) {
    return `it exists already; resume it by --resume ${run.reference}, or choose another --name`;
  }
  return `${describeUnstarted(run)}; choose another --name`;
}

function describeUnstarted(run: RunFolder): string {
  if (statIfPresent(run.path)?.isFile) return "there is a file of that name";
  const foreign = findForeignFile(run);
  if (foreign === undefined) return "another process is starting it";
  return `its folder holds ${foreign}, but no configuration`;
}

function createNumbered(preset: string, root: string): RunFolder {
  requirePlainName(preset);
  const numbers = listRunFolders(root)
    .filter(({ name }) => name.startsWith(`${preset}-`))
    .map(({ name }) => Number(name.slice(preset.length + 1)))
    .filter(Number.isSafeInteger);
  // Another process may take the number between looking and making, so the making decides.
  for (let number = Math.max(0, ...numbers) + 1;; number++) {
    const run = new RunFolder(join(root, `${preset}-${String(number).padStart(4, "0")}`));
    if (run.tryStart()) return run;
  }
}
