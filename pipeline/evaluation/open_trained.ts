import type { Checkpoint } from "../run/open_checkpoint.ts";
import { openNewestCheckpoint } from "../run/open_newest_checkpoint.ts";
import type { EvaluationResults } from "../run/results.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { WorkOptions } from "../terminal/work_options.ts";

/** Options of evaluation and prediction, which use what a run has learned. */
export interface TrainedOptions extends WorkOptions {
  /** Folder of the run whose newest checkpoint is used; it need not be held. */
  readonly run: RunFolder;
}

/** Options of what scores a run's networks. */
export interface ScoringOptions {
  /**
   * Called with the scores as soon as they are known, before anything is written: hours of work are
   * not lost if that fails.
   */
  readonly onScores?: ((results: EvaluationResults) => void) | undefined;
}

/**
 * Opens a run's newest checkpoint. Needs no TensorFlow.
 *
 * @throws {RunFolderError} If the run has none yet.
 * @throws {CheckpointError} If it has only broken ones.
 */
export async function openTrained({ run, progress }: TrainedOptions): Promise<Checkpoint> {
  const checkpoint = await openNewestCheckpoint(
    run.checkpoints,
    ({ message }) => progress.note(`skipped: ${message}`),
  );
  if (checkpoint !== undefined) return checkpoint;
  const state = run.isHeld()
    ? "it is being trained and has none yet"
    : "it was stopped before its first one; resume it with: " +
      `deno task train --resume ${run.name}`;
  throw new RunFolderError(`Cannot use ${run.path} as it must have a checkpoint: ${state}`);
}
