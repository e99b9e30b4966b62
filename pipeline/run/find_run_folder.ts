import { basename, resolve } from "node:path";
import { didYouMean } from "../../datasets/did_you_mean.ts";
import { listRunFolders } from "./list_run_folders.ts";
import { RunFolder } from "./run_folder.ts";
import { RunFolderError } from "./run_folder_error.ts";
import type { RunFolderOptions } from "./run_folder_options.ts";
import { runsFolder } from "./runs_folder.ts";

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
 * assert.equal(findRunFolder(`${root}/first/`).name, "first");
 * ```
 *
 * @param run Name of the run, or the path of its folder, which has a slash; if omitted, the run
 * that was started last.
 * @throws {RunFolderError} If there is none.
 */
export function findRunFolder(
  run?: string,
  { root = runsFolder() }: RunFolderOptions = {},
): RunFolder {
  const runs = listRunFolders(root);
  if (run === undefined) {
    const newest = runs.at(-1);
    if (newest !== undefined) return newest;
    throw new RunFolderError(
      `Cannot find a run as there are none in ${
        resolve(root)
      } yet: start one with: deno task train`,
    );
  }
  if (/[/\\]/.test(run)) return atPath(run, runs);
  const named = runs.find(({ name }) => name === run);
  if (named !== undefined) return named;
  throw new RunFolderError(
    `Cannot find the run ${run} as there is none of that name in ${resolve(root)}` +
      describeRuns(run, runs),
  );
}

/** Finds the run whose folder is at a path. */
function atPath(path: string, runs: readonly RunFolder[]): RunFolder {
  const run = new RunFolder(resolve(path));
  if (run.startedAt() !== undefined) return run;
  throw new RunFolderError(
    `Cannot find the run ${path} as ${run.path} must be the folder of a run: it has no config.json` +
      didYouMean(basename(run.path), runs.map(({ name }) => name)),
  );
}

/** The end of the message about a name that no run has. */
function describeRuns(name: string, runs: readonly RunFolder[]): string {
  if (runs.length === 0) return " yet: start one with: deno task train";
  const names = runs.map((run) => run.name);
  const shown = names.slice(-NAMES_SHOWN).join(", ");
  const others = names.length > NAMES_SHOWN ? "the newest are" : "there are";
  return `: ${others} ${shown}${didYouMean(name, names)}`;
}
