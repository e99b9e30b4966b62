import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { EvaluationResults } from "../run/results.ts";
import { findVideos } from "../videos/find_videos.ts";
import { startWork } from "../videos/start_work.ts";
import { openTrained, type TrainedOptions } from "./open_trained.ts";
import { readTrained } from "./read_trained.ts";
import { scoreVideos } from "./score_videos.ts";
import { testVideos } from "./test_videos.ts";

/**
 * Scores a run's newest checkpoint over the test videos of the configuration: its networks alone,
 * and both together. Leaves the predictions and the confusion matrix in the run's folder.
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
  options: TrainedOptions,
): Promise<EvaluationResults> {
  using checkpoint = await openTrained(options);
  const { classes } = checkpoint.state;
  const manifest = await findVideos(config, options);
  const { source } = config.data;
  const videos = testVideos(manifest, { source, trainedClasses: classes });
  const loader = await startWork(config, options);
  const trained = await readTrained(config, checkpoint);
  try {
    const scores = await scoreVideos(config, { ...options, ...trained, loader, videos });
    return { classes, scores };
  } finally {
    disposeTree(trained.state);
  }
}
