import { DecodeError } from "../../datasets/mod.ts";
import { disposeTree, startTensorFlow } from "../../runtime/mod.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import { classifyVideos } from "./classify.ts";
import { findFfmpeg } from "../videos/find_ffmpeg.ts";
import { openTrained, readTrained } from "./open_trained.ts";
import { WindowLoader } from "../videos/window_loader.ts";
import type { TrainedOptions } from "./evaluate.ts";
import type { Config } from "../config/config.ts";

/** Classifies videos with the primary network of a run. */
export const predict: Predict = async (config, paths, { onPrediction, ...options }) => {
  requireMachine(thisMachine());
  using checkpoint = await openTrained(options);
  const { classes } = checkpoint.state;
  const ffmpeg = await findFfmpeg(options);
  const notify = (line: string) => options.progress.note(line);
  await startTensorFlow({ device: config.device, notify });
  const { networks, state } = await readTrained(config, checkpoint);
  try {
    await classifyVideos(config, {
      networks,
      state,
      signal: options.signal,
      loader: new WindowLoader(config, ffmpeg.path, notify),
      videos: paths.map((path) => ({ id: path, path, label: null })),
      // One broken file is no reason to leave the others unanswered.
      onBroken({ path }, error) {
        if (!(error instanceof DecodeError)) throw error;
        onPrediction({ path, problem: error.reason });
      },
      onClassified({ video: { path }, probabilities: { primary } }) {
        onPrediction({
          path,
          classes: classes.map((name, at) => ({ name, probability: primary[at]! })),
        });
      },
    });
  } finally {
    disposeTree(state);
  }
};

/** What a model says about a video, or why it says nothing. */
export type Prediction =
  | {
    readonly path: string;
    /** Every class with its probability, in the order of the run's classes. */
    readonly classes: readonly { readonly name: string; readonly probability: number }[];
  }
  | { readonly path: string; readonly problem: string };

/** Options of {@linkcode Predict}. */
export interface PredictOptions extends TrainedOptions {
  /** Told of each video when it has been looked at. */
  readonly onPrediction: (prediction: Prediction) => void;
}

/** Classifies videos with a run's primary model; answers come in the given order, problems at once. */
export type Predict = (
  config: Config,
  videos: readonly string[],
  options: PredictOptions,
) => Promise<void>;
