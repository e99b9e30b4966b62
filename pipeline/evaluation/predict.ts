import { DecodeError } from "../../datasets/mod.ts";
import { disposeTree, startTensorFlow } from "../../runtime/mod.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import { classifyVideos } from "./classify.ts";
import type { Predict } from "../terminal/work_options.ts";
import { findFfmpeg } from "../videos/find_ffmpeg.ts";
import { openTrained, readTrained } from "./open_trained.ts";
import { WindowLoader } from "../videos/window_loader.ts";

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
