import { CheckpointError } from "./checkpoint_error.ts";
import { listCheckpoints } from "./list_checkpoints.ts";
import { type Checkpoint, openCheckpoint } from "./open_checkpoint.ts";

/**
 * Opens the newest intact checkpoint of a folder; undefined if the folder has no checkpoint at all.
 *
 * @param onBroken Called for each newer one that had to be skipped.
 * @throws {CheckpointError} If there are checkpoints but none is intact.
 */
export async function openNewestCheckpoint(
  folder: string,
  onBroken: (error: CheckpointError) => void,
): Promise<Checkpoint | undefined> {
  let broken: CheckpointError | undefined;
  for (const path of listCheckpoints(folder)) {
    if (broken !== undefined) onBroken(broken);
    try {
      return await openCheckpoint(path);
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      broken = error;
    }
  }
  if (broken !== undefined) throw broken;
  return undefined;
}
