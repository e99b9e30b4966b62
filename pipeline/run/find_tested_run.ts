import { basename, dirname, resolve } from "node:path";
import { RUN_FILE_NAMES } from "./_run_file_names.ts";
import { findRunFolder } from "./find_run_folder.ts";
import { RunFolder } from "./run_folder.ts";

/**
 * Finds a run to show its test, without holding it: that of its name or path, or another one of its
 * tests, by the path of the test's folder.
 *
 * @param run Name of the run, or the path of its folder or of one of its tests; if omitted, the run
 * that was started last.
 * @throws {RunFolderError} If there is none.
 */
export function findTestedRun(run?: string): RunFolder {
  const path = resolve(run ?? "");
  const tests = dirname(path);
  if (basename(tests) === RUN_FILE_NAMES.tests) {
    const tested = new RunFolder(dirname(tests), basename(path));
    if (tested.startedAt() !== undefined) return tested;
  }
  return findRunFolder(run);
}
