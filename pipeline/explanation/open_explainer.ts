import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { openTrained } from "../evaluation/open_trained.ts";
import { readTrained } from "../evaluation/read_trained.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
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

/** Options of {@linkcode openExplainer}. */
export interface OpenExplainerOptions extends WorkOptions {
  /**
   * Steps that led to the weights whose answers are explained.
   *
   * @default any
   */
  readonly steps?: number | undefined;
}

/**
 * Opens what a run has learned, to explain its answers.
 *
 * @param config The run's configuration, with paths as they are now.
 * @throws {RunFolderError} If the run has no checkpoint, or others than those of the steps.
 * @throws {CheckpointError} If its checkpoints are broken, or belong to another model.
 * @throws {TypeError} If one of its networks cannot be explained.
 * @throws {ProvisionError} If TensorFlow is not there and cannot be downloaded.
 * @throws {FfmpegError} If there is no ffmpeg.
 */
export async function openExplainer(
  run: RunFolder,
  config: Config,
  { steps, ...work }: OpenExplainerOptions,
): Promise<OpenedExplainer> {
  // What was tested has said which weights these are.
  using checkpoint = await openTrained({ run, ...work, isKnown: true });
  const { step } = checkpoint.state;
  if (steps !== undefined && steps !== step) {
    throw new RunFolderError(
      `Cannot explain answers of ${run.path} as its weights must be those after step ${steps}, ` +
        `which gave them: they are those after step ${step}`,
    );
  }
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
