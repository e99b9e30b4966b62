import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { CheckpointError } from "../run/checkpoint_error.ts";
import { describeClassDifference } from "../run/describe_class_difference.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import type { EvaluationResults } from "../run/results.ts";
import type { TestSet } from "../videos/video_set.ts";
import { startWork } from "../videos/start_work.ts";
import { openTrained, type ScoringOptions, type TrainedOptions } from "./open_trained.ts";
import { readTrained } from "./read_trained.ts";
import { scoreVideos } from "./score_videos.ts";
import { chooseTestVideos } from "./choose_test_videos.ts";

/** Options of {@linkcode evaluate}. */
export interface EvaluateOptions extends TrainedOptions, ScoringOptions {}

/**
 * Scores a run's newest checkpoint, its networks alone and both together, over the videos that the
 * run held out for its test, or, if the configuration names other data, over all labeled videos of
 * these that the run has not learned from. Leaves the predictions and the confusion matrix in the run's folder.
 *
 * @example A run that was not trained yet is refused
 * ```ts
 * import assert from "node:assert/strict";
 * import * as pipeline from "@actnetformer/deno/pipeline";
 *
 * const { config } = await pipeline.loadConfig("motion_small");
 * using run = pipeline.createRunFolder("untrained", { root: await Deno.makeTempDir() });
 * const progress = new pipeline.Progress(pipeline.processTerminal());
 * const { signal } = new AbortController();
 * const results = pipeline.evaluate(config, { run, progress, signal });
 * await assert.rejects(results, pipeline.RunFolderError);
 * ```
 *
 * @throws {RunFolderError} If the run has no checkpoint yet.
 * @throws {CheckpointError} If its checkpoints are broken, or belong to another model.
 * @throws {ManifestError} If something is wrong with the data, or it has other classes than the
 * run.
 * @throws {DiskFullError} If the disk is full.
 */
export async function evaluate(
  config: Config,
  options: EvaluateOptions,
): Promise<EvaluationResults> {
  await options.run.requireWritable();
  using checkpoint = await openTrained(options);
  const { classes } = checkpoint.state;
  const videos = await chooseTestVideos(config, options);
  requireClasses(videos, checkpoint);
  using loader = await startWork(config, options);
  const trained = await readTrained(config, checkpoint);
  try {
    const scores = await scoreVideos(config, { ...options, ...trained, loader, videos });
    return { classes, scores };
  } finally {
    disposeTree(trained.state);
  }
}

/** A checkpoint from elsewhere in a run's folder would give its answers other names. */
function requireClasses({ classes }: TestSet, { path, state }: Checkpoint): void {
  const difference = describeClassDifference(state.classes, classes);
  if (difference === undefined) return;
  throw new CheckpointError(
    path,
    `Cannot evaluate ${path} as its classes must be those of the test videos: ${difference}`,
  );
}
