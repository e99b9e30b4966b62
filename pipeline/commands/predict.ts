import { applyOverrides, type Override, parseConfig } from "../config/config.ts";
import { withProgress } from "./with_progress.ts";
import type { Prediction } from "../evaluation/predict.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { mostProbable } from "../evaluation/most_probable.ts";

/** What `predict` was asked to do. */
export interface PredictRequest {
  /** Files of the videos. */
  readonly videos: readonly string[];
  /** Run whose primary model answers; the newest where it is left out. */
  readonly run?: string;
  /** Classes to name for each video. */
  readonly top: number;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/**
 * Prints the most probable classes of each video, and returns the exit code: 1 where a video could not
 * be read, after all others were answered.
 */
export async function predictCommand(
  { videos, run: name, top, overrides }: PredictRequest,
): Promise<number> {
  const run = findRunFolder(name);
  const config = parseConfig(applyOverrides(await run.readConfig(), overrides), `of ${run.path}`);
  return await withProgress("Stopping; Ctrl-C again stops at once.", async (options) => {
    const { predict } = await import("../evaluation/predict.ts");
    let exitCode = 0;
    const onPrediction = (prediction: Prediction) => {
      if ("problem" in prediction) {
        options.progress.note(`${prediction.path}: ${prediction.problem}`);
        exitCode = 1;
      } else {
        console.log(formatPrediction(prediction, top));
      }
    };
    await predict(config, videos, { ...options, run, onPrediction });
    return exitCode;
  });
}

/** One line: the video's path, then its most probable classes with their probabilities. */
export function formatPrediction(
  { path, classes }: Extract<Prediction, { classes: unknown }>,
  top: number,
): string {
  const best = mostProbable(classes.map(({ probability }) => probability), top);
  const answers = best.flatMap((index) => classes[index] ?? [])
    .map(({ name, probability }) => `${name} ${(probability * 100).toFixed(1)}%`);
  return `${path}: ${answers.join(", ")}`;
}
