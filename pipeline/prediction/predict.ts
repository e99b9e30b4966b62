import { fileFingerprint } from "../../datasets/mod.ts";
import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { openTrained } from "../evaluation/open_trained.ts";
import { hasAuxiliary, readTrained } from "../evaluation/read_trained.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { isTrained } from "../videos/is_trained.ts";
import type { LearnedVideos } from "../videos/learned_videos.ts";
import { readLearnedVideos } from "../videos/read_learned_videos.ts";
import { startPrograms } from "../videos/start_programs.ts";
import type { AnsweringNetwork } from "./answer_by.ts";
import { planLooking } from "./looking_plan.ts";
import type { PredictOptions } from "./predict_options.ts";
import type { VideoInput } from "./video_input.ts";
import { VideoReader } from "./_video_reader.ts";

/**
 * Classifies videos with the networks of a run's newest checkpoint.
 *
 * A video that the clips of a test would cover gets one answer, by these clips. A longer one is
 * decoded once from its start to its end and looked at through windows as long as a clip; see
 * docs/predict.md for how windows become segments. Memory does not grow with the length.
 *
 * Answers come as soon as they are known: those of files in the order of the files, those of
 * addresses in theirs. No other answer waits for a live video or a pipe, which are looked at beside
 * the others. A live video is looked at until the signal is aborted, which is its end and no error.
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
 * const inputs = await pipeline.findInputs(["a.mp4"]);
 * await assert.rejects(pipeline.predict(config, inputs, options), pipeline.RunFolderError);
 * ```
 *
 * @throws {RunFolderError} If the run has no checkpoint yet, or not the network that is to answer.
 * @throws {CheckpointError} If its checkpoints are broken, or belong to another model.
 * @throws {RangeError} If an option is out of range.
 * @throws {unknown} If the signal is aborted before each video has its answer: its reason, after the
 * answers of live videos.
 */
export async function predict(
  config: Config,
  inputs: readonly VideoInput[],
  options: PredictOptions,
): Promise<void> {
  const { run, network = "primary", threshold = 0, onStart } = options;
  requireShare(threshold);
  const plan = planLooking(config, options);
  using checkpoint = await openTrained(options);
  requireNetwork(network, run, checkpoint);
  const { classes, step } = checkpoint.state;
  const training = await trainingVideos(config, options);
  const { path: ffmpegPath } = await startPrograms(config, options);
  const trained = await readTrained(config, checkpoint);
  const { networks, state } = trained;
  // The other network need not be computed.
  const isAlone = network === "primary";
  try {
    onStart?.({ run, step, network, classes, plan }, trained);
    await using reader = new VideoReader(config, {
      ...options,
      inputs,
      networks: isAlone ? { primary: networks.primary } : networks,
      state: isAlone ? { primary: state.primary } : state,
      network,
      rule: { classes, threshold, framesPerSecond: plan.framesPerSecond },
      plan,
      ffmpegPath,
      isTrainedOn: (input) => isTrainedOn(input, training),
      onPrediction: (prediction) => options.onPrediction(prediction, trained),
    });
    await reader.readAll();
  } finally {
    disposeTree(state);
  }
}

function requireShare(threshold: number): void {
  if (threshold >= 0 && threshold <= 1) return;
  throw new RangeError(
    `Cannot choose classes as 'threshold' must be from 0 to 1: current value is ${threshold}`,
  );
}

function requireNetwork(
  network: AnsweringNetwork,
  { path }: RunFolder,
  checkpoint: Checkpoint,
): void {
  if (network === "primary" || hasAuxiliary(checkpoint)) return;
  throw new RunFolderError(
    `Cannot answer by ${network === "both" ? "both networks" : "the auxiliary network"} of ` +
      `${path} as it must have two: it has a primary one only`,
  );
}

/** The videos that a run's weights were trained on; undefined if it does not keep its own. */
async function trainingVideos(
  config: Config,
  options: PredictOptions,
): Promise<LearnedVideos | undefined> {
  const kept = await options.run.readVideos();
  return kept === undefined ? undefined : await readLearnedVideos(config, kept, options, isTrained);
}

/** Whether a run was trained on a video, by its content; null if that cannot be known. */
async function isTrainedOn(
  { source }: VideoInput,
  training: LearnedVideos | undefined,
): Promise<boolean | null> {
  if (training === undefined || source.kind !== "file") return null;
  return training.hasFile(source.path, await fileFingerprint(source.path));
}
