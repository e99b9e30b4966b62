import { join } from "node:path";
import { homePath } from "../terminal/home_folder.ts";
import { listIfPresent } from "./_if_present.ts";
import { RunFolder, type RunFolderOptions } from "./run_folder.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Names of runs that an error message lists. */
const NAMES_SHOWN = 8;

/**
 * Finds a run folder, without holding it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createRunFolder, findRunFolder } from "@actnetformer/deno/pipeline";
 *
 * const root = await Deno.makeTempDir();
 * using run = createRunFolder("first", { root });
 * await run.writeConfig({});
 * assert.equal(findRunFolder(undefined, { root }).name, "first");
 * ```
 *
 * @param name Name of the run; if omitted, the run that was started last.
 * @throws {RunFolderError} If there is none.
 */
export function findRunFolder(
  name?: string,
  { root = homePath("runs") }: RunFolderOptions = {},
): RunFolder {
  const runs = listRuns(root);
  const found = name === undefined ? runs.at(-1) : runs.find((run) => run.name === name);
  if (found !== undefined) return found;
  if (name === undefined) {
    throw new RunFolderError(`Cannot find a run as '${root}/' must hold one: it is empty`);
  }
  const names = runs.slice(-NAMES_SHOWN).map((run) => run.name);
  const content = names.length === 0 ? "it is empty" : `it holds ${names.join(", ")}`;
  throw new RunFolderError(`Cannot find the run ${name} as '${root}/' must hold it: ${content}`);
}

/** The runs in a folder, the one started last at the end. */
function listRuns(root: string): RunFolder[] {
  const runs: { readonly run: RunFolder; readonly startedAt: number }[] = [];
  for (const { name, isDirectory } of listIfPresent(root)) {
    const run = new RunFolder(join(root, name));
    const startedAt = isDirectory ? run.startedAt() : undefined;
    if (startedAt !== undefined) runs.push({ run, startedAt: startedAt.getTime() });
  }
  runs.sort((a, b) => a.startedAt - b.startedAt || (a.run.name < b.run.name ? -1 : 1));
  return runs.map(({ run }) => run);
}
