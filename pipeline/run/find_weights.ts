import { join } from "node:path";
import { listIfPresent } from "../files/list_if_present.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { CheckpointError } from "./checkpoint_error.ts";
import { type Checkpoint, openCheckpoint } from "./open_checkpoint.ts";
import { openNewestCheckpoint } from "./open_newest_checkpoint.ts";
import type { RunFolder } from "./run_folder.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Files of what a run has learned. */
export interface RunWeights {
  readonly primary: string;
  /** Absent if the run trained a single network. */
  readonly auxiliary?: string | undefined;
}

/**
 * Finds what a run has learned: its best checkpoint if it kept one, else the last, else the weights
 * that it left at the end.
 *
 * @param onBroken Called for each checkpoint that had to be skipped.
 * @throws {RunFolderError} If it has none of them yet.
 * @throws {CheckpointError} If it has only broken checkpoints.
 */
export async function findWeights(
  run: RunFolder,
  onBroken: (error: CheckpointError) => void,
): Promise<RunWeights> {
  using checkpoint = await openBest(run, onBroken) ??
    await openNewestCheckpoint(run.checkpoints, onBroken);
  if (checkpoint !== undefined) {
    const { path, file } = checkpoint;
    const isPair = file.tensors.keys().some((name) => name.startsWith("auxiliary/"));
    return { primary: path, auxiliary: isPair ? path : undefined };
  }
  const [primary, auxiliary] = [run.weights("primary"), run.weights("auxiliary")];
  if (statIfPresent(primary) !== undefined) {
    return { primary, auxiliary: statIfPresent(auxiliary) === undefined ? undefined : auxiliary };
  }
  throw new RunFolderError(
    `Cannot start from ${run.path} as it must have a checkpoint: it has none yet; train it first`,
  );
}

/** Opens the checkpoint of a run's best weights; undefined if it has none that is intact. */
async function openBest(
  { checkpoints }: RunFolder,
  onBroken: (error: CheckpointError) => void,
): Promise<Checkpoint | undefined> {
  const names = listIfPresent(checkpoints).map(({ name }) => name)
    .filter((name) => /^best-\d+\.safetensors$/.test(name))
    .sort();
  const newest = names.at(-1);
  if (newest === undefined) return undefined;
  try {
    return await openCheckpoint(join(checkpoints, newest));
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    onBroken(error);
    return undefined;
  }
}
