import type { Override } from "../config/config.ts";
import { mostProbable } from "../evaluation/most_probable.ts";
import type { Prediction } from "../evaluation/predict.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task predict`. */
export interface PredictCommandOptions {
  /** Files of the videos. */
  readonly videos: readonly string[];
  /** Name of the run whose primary network is used; the newest if omitted. */
  readonly run?: string | undefined;
  /** Number of classes to print for each video. */
  readonly top: number;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/**
 * Prints the most probable classes of each video.
 *
 * @returns The exit code: 1 if a video could not be read; all others are still classified.
 */
export async function predictCommand(options: PredictCommandOptions): Promise<number> {
  const { videos, top, overrides } = options;
  const run = findRunFolder(options.run);
  const config = await readRunConfig(run, overrides);
  return await withProgress("Stopping. Press Ctrl-C again to stop at once.", async (work) => {
    const { predict } = await import("../evaluation/predict.ts");
    let exitCode = 0;
    const onPrediction = (prediction: Prediction) => {
      if ("problem" in prediction) {
        work.progress.note(`${prediction.path}: ${prediction.problem}`);
        exitCode = 1;
      } else {
        console.log(formatPrediction(prediction, top));
      }
    };
    await predict(config, videos, { ...work, run, onPrediction });
    return exitCode;
  });
}

/** Formats one line: the video's path, then its most probable classes with their probabilities. */
export function formatPrediction(
  { path, classes }: Extract<Prediction, { classes: unknown }>,
  top: number,
): string {
  const best = mostProbable(classes.map(({ probability }) => probability), top);
  const answers = best.flatMap((index) => classes[index] ?? [])
    .map(({ name, probability }) => `${name} ${(probability * 100).toFixed(1)}%`);
  return `${path}: ${answers.join(", ")}`;
}
