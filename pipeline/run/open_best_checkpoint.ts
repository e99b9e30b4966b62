import { join } from "node:path";
import { CheckpointError } from "./checkpoint_error.ts";
import type { ValidationState } from "./checkpoint_state.ts";
import { checkpointName } from "./checkpoint_name.ts";
import { type Checkpoint, openCheckpoint } from "./open_checkpoint.ts";

/**
 * Opens the checkpoint of a run's best weights; undefined if the file is broken or gone.
 *
 * @param onBroken Called if it is broken or gone.
 */
export async function openBestCheckpoint(
  folder: string,
  { best }: ValidationState,
  onBroken: (error: CheckpointError) => void,
): Promise<Checkpoint | undefined> {
  const path = join(folder, checkpointName("best", best.step));
  try {
    return await openCheckpoint(path);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    onBroken(error);
    return undefined;
  }
}
