import { lastValueFrom, tap } from "rxjs";
import { DecodeError, locateFfmpeg } from "../datasets/mod.ts";
import { disposeTree, startTensorFlow } from "../runtime/mod.ts";
import { classifyVideos } from "./classify.ts";
import type { Predict } from "./entry_points.ts";
import { openTrained } from "./open_trained.ts";
import { WindowLoader } from "./window_loader.ts";

/** Classifies videos with the primary network of a run. */
export const predict: Predict = async (config, paths, { onPrediction, ...options }) => {
  await startTensorFlow();
  const ffmpeg = await locateFfmpeg();
  const { networks, state, classes } = await openTrained(config, options);
  try {
    const classified = classifyVideos(config, {
      ...{ networks, state, signal: options.signal },
      loader: new WindowLoader(config, ffmpeg.path),
      videos: paths.map((path) => ({ id: path, path, label: null })),
      // One broken file is no reason to leave the others unanswered.
      onBroken: ({ path }, error) => {
        if (!(error instanceof DecodeError)) throw error;
        onPrediction({ path, problem: error.reason });
      },
    });
    const answered = classified.pipe(
      tap(({ video: { path }, probabilities: { primary } }) =>
        onPrediction({
          path,
          classes: classes.map((name, at) => ({ name, probability: primary[at]! })),
        })
      ),
    );
    await lastValueFrom(answered, { defaultValue: undefined });
  } finally {
    disposeTree(state);
  }
};
