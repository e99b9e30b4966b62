import type { CheckpointError } from "../run/checkpoint_error.ts";
import { describeBest } from "../run/describe_best.ts";
import { openBestCheckpoint } from "../run/open_best_checkpoint.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import { openNewestCheckpoint } from "../run/open_newest_checkpoint.ts";
import type { EvaluationResults } from "../run/results.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { taskCommand } from "../terminal/task_command.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import type { RecordedPrediction } from "./record_prediction.ts";

/** Options of evaluation and prediction, which use what a run has learned. */
export interface TrainedOptions extends WorkOptions {
  /** Folder of the run whose newest checkpoint is used; it need not be held. */
  readonly run: RunFolder;
}

/** What the networks answered for the test videos, and how often they were right. */
export interface TestedVideos extends EvaluationResults {
  /** In the order of the test videos. */
  readonly predictions: readonly RecordedPrediction[];
}

/** Options of {@linkcode openTrained}. */
export interface OpenTrainedOptions extends TrainedOptions {
  /**
   * Whether the user knows already which weights are used, and is not notified.
   *
   * @default false
   */
  readonly isKnown?: boolean | undefined;
}

/** Options of what scores a run's networks. */
export interface ScoringOptions {
  /**
   * Called with the scores as soon as they are known, before anything is written: hours of work are
   * not lost if that fails.
   */
  readonly onScores?: ((tested: TestedVideos) => void) | undefined;
}

/**
 * Opens the checkpoint of what a run has learned: that of its best weights if it was scored during
 * the training, else the newest. Notifies the user of the best one. Needs no TensorFlow.
 *
 * @throws {RunFolderError} If the run has none yet.
 * @throws {CheckpointError} If it has only broken ones.
 */
export async function openTrained(
  { run, progress, isKnown = false }: OpenTrainedOptions,
): Promise<Checkpoint> {
  const notify = (line: string) => {
    if (!isKnown) progress.note(line);
  };
  const onBroken = ({ message }: CheckpointError) => notify(`skipped: ${message}`);
  const newest = await openNewestCheckpoint(run.checkpoints, onBroken);
  if (newest === undefined) {
    const state = run.isHeld()
      ? "it is being trained and has none yet"
      : "it was stopped before its first one; resume it with: " +
        taskCommand("train", "--resume", run.reference);
    throw new RunFolderError(`Cannot use ${run.path} as it must have a checkpoint: ${state}`);
  }
  const { validation } = newest.state;
  if (validation === undefined) return newest;
  using opened = new DisposableStack();
  opened.use(newest);
  const best = await openBestCheckpoint(run.checkpoints, validation, onBroken);
  if (best !== undefined) {
    notify(describeBest(validation));
    return best;
  }
  opened.move();
  return newest;
}
