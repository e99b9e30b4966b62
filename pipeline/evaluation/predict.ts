import { DecodeError } from "../../datasets/mod.ts";
import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { startWork } from "../videos/start_work.ts";
import { classifyVideos } from "./classify_videos.ts";
import { openTrained, type TrainedOptions } from "./open_trained.ts";
import { readTrained } from "./read_trained.ts";

/** A model's answer for a video, or why there is none. */
export type Prediction =
  | {
    readonly path: string;
    /** Every class with its probability, in the order of the run's classes. */
    readonly classes: readonly { readonly name: string; readonly probability: number }[];
  }
  | { readonly path: string; readonly problem: string };

/** Options of {@linkcode predict}. */
export interface PredictOptions extends TrainedOptions {
  /** Called for each video when it has been classified or could not be read. */
  readonly onPrediction: (prediction: Prediction) => void;
}

/**
 * Classifies videos with the primary network of a run's newest checkpoint; answers come in the
 * given order, problems at once.
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
 * const options = { run, progress, signal, onPrediction: console.log };
 * await assert.rejects(pipeline.predict(config, ["a.mp4"], options), pipeline.RunFolderError);
 * ```
 *
 * @param paths Files of the videos.
 * @throws {RunFolderError} If the run has no checkpoint yet.
 * @throws {CheckpointError} If its checkpoints are broken, or belong to another model.
 */
export async function predict(
  config: Config,
  paths: readonly string[],
  options: PredictOptions,
): Promise<void> {
  const { onPrediction, signal } = options;
  using checkpoint = await openTrained(options);
  const { classes } = checkpoint.state;
  const loader = await startWork(config, options);
  const { networks, state } = await readTrained(config, checkpoint);
  try {
    await classifyVideos(config, {
      networks,
      state,
      signal,
      loader,
      videos: paths.map((path) => ({ id: path, path, label: null })),
      // One broken file is not a reason to leave the others unanswered.
      onBroken({ path }, error) {
        if (!(error instanceof DecodeError)) throw error;
        onPrediction({ path, problem: error.reason });
      },
      onClassified({ video: { path }, probabilities: { primary } }) {
        const answer = classes.map((name, label) => ({ name, probability: primary[label]! }));
        onPrediction({ path, classes: answer });
      },
    });
  } finally {
    disposeTree(state);
  }
}
