import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { openTrained } from "../evaluation/open_trained.ts";
import { readTrained } from "../evaluation/read_trained.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { startPrograms } from "../videos/start_programs.ts";
import { VideoExplainer } from "./video_explainer.ts";

/** What explains the answers of a run. Disposing of it frees the networks. */
export interface OpenedExplainer extends AsyncDisposable {
  readonly explainer: VideoExplainer;
  /** Names of the classes, in the order of their indices. */
  readonly classes: readonly string[];
  readonly ffmpegPath: string;
}

/**
 * Opens what a run has learned, to explain its answers.
 *
 * @param config The run's configuration, with paths as they are now.
 * @throws {RunFolderError} If the run has no checkpoint.
 * @throws {CheckpointError} If its checkpoints are broken, or belong to another model.
 * @throws {TypeError} If one of its networks cannot be explained.
 * @throws {ProvisionError} If TensorFlow is not there and cannot be downloaded.
 * @throws {FfmpegError} If there is no ffmpeg.
 */
export async function openExplainer(
  run: RunFolder,
  config: Config,
  work: WorkOptions,
): Promise<OpenedExplainer> {
  // What was tested has said which weights these are.
  using checkpoint = await openTrained({ run, ...work, isKnown: true });
  const { path: ffmpegPath } = await startPrograms(config, work);
  const trained = await readTrained(config, checkpoint);
  const { classes } = checkpoint.state;
  const { signal } = work;
  let explainer: VideoExplainer;
  try {
    explainer = new VideoExplainer(config, trained, {
      ffmpegPath,
      signal,
      classes: classes.length,
    });
  } catch (error) {
    disposeTree(trained.state);
    throw error;
  }
  return {
    explainer,
    classes,
    ffmpegPath,
    async [Symbol.asyncDispose]() {
      await explainer[Symbol.asyncDispose]();
      disposeTree(trained.state);
    },
  };
}
