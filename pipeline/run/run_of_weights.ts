import { basename, dirname } from "node:path";
import { RunFolder } from "./run_folder.ts";

/**
 * Returns the run in whose folder, or in whose checkpoints, a file of weights is; undefined for
 * other files.
 */
export function runOfWeights(path: string): RunFolder | undefined {
  const folder = dirname(path);
  const run = new RunFolder(folder);
  if (run.startedAt() !== undefined) return run;
  const above = new RunFolder(dirname(folder));
  const isCheckpoint = basename(above.checkpoints) === basename(folder);
  return isCheckpoint && above.startedAt() !== undefined ? above : undefined;
}
