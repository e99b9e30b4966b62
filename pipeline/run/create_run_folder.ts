import { join } from "node:path";
import { listIfPresent } from "../files/list_if_present.ts";
import { requirePlainName } from "./require_plain_name.ts";
import { RunFolder } from "./run_folder.ts";
import { RunFolderError } from "./run_folder_error.ts";
import type { RunFolderOptions } from "./run_folder_options.ts";
import { runsFolder } from "./runs_folder.ts";

/**
 * Makes a new run folder and holds it.
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
  if (run.tryCreate()) return run.hold();
  throw new RunFolderError(
    `Cannot create the run ${run.path} as its name must be new: it exists already; ` +
      `resume it by --resume ${run.reference}, or choose another --name`,
  );
}

function createNumbered(preset: string, root: string): RunFolder {
  requirePlainName(preset);
  const numbers = listIfPresent(root)
    .filter(({ name }) => name.startsWith(`${preset}-`))
    .map(({ name }) => Number(name.slice(preset.length + 1)))
    .filter(Number.isSafeInteger);
  // Another process may take the number between looking and making, so the making decides.
  for (let number = Math.max(0, ...numbers) + 1;; number++) {
    const run = new RunFolder(join(root, `${preset}-${String(number).padStart(4, "0")}`));
    if (run.tryCreate()) return run.hold();
  }
}
