import type { Model } from "../../models/mod.ts";
import type { PerNetwork, TrainingState } from "../../operators/mod.ts";
import { disposeTree, startTensorFlow } from "../../runtime/mod.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import { classifyVideos } from "./classify.ts";
import type { Config } from "../config/config.ts";
import { ConfusionCounts } from "./confusion.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import {
  answersOf,
  type RecordedPrediction,
  recordPrediction,
  writeEvaluation,
} from "./evaluation_files.ts";
import { findFfmpeg } from "../videos/find_ffmpeg.ts";
import { openTrained, readTrained } from "./open_trained.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { findVideos, type TestSet } from "../videos/video_set.ts";
import { WindowLoader } from "../videos/window_loader.ts";
import type { Predict } from "./predict.ts";
import { testVideos } from "./test_videos.ts";
import type { EvaluationResults, ResultScores, Scores } from "../run/results.ts";

/** What {@linkcode scoreVideos} works with. */
export interface ScoreOptions extends WorkOptions {
  readonly networks: PerNetwork<Model>;
  readonly state: TrainingState;
  readonly loader: WindowLoader;
  readonly videos: TestSet;
  /** Gets predictions and the confusion matrix, as {@linkcode writeEvaluation} says. */
  readonly run: RunFolder;
}

/**
 * Scores networks over the test videos: each alone, and both with their probabilities averaged. Each
 * video that can be read counts once.
 */
export async function scoreVideos(config: Config, options: ScoreOptions): Promise<ResultScores> {
  const { videos: { classes, test }, progress, run } = options;
  const counts = new Map<string, ConfusionCounts>();
  const add = (name: string, label: number, probabilities: ArrayLike<number>) => {
    const counter = counts.get(name) ?? new ConfusionCounts(classes.length);
    counts.set(name, counter);
    counter.add(label, probabilities);
  };
  const predictions: RecordedPrediction[] = [];
  const broken = new BrokenVideos({
    videos: test,
    purpose: "test videos",
    share: config.data.failureShare,
    notify: (line) => progress.note(line),
    hint: `deno task evaluate --run ${run.name} --set data.failureShare=0.5 scores the others`,
  });
  await classifyVideos(config, {
    ...options,
    videos: test,
    onBroken: (video, error) => broken.add(video, error),
    onClassified({ video, probabilities }) {
      const answers = answersOf(probabilities);
      for (const [name, values] of Object.entries(answers)) add(name, video.label, values);
      predictions.push(recordPrediction(video, answers, classes));
      progress.show(`evaluating ${predictions.length}/${test.length}`);
    },
  });
  progress.clear();
  broken.summarize(options.loader.damaged);
  const scores = Object.fromEntries(
    [...counts].map(([name, count]): [string, Scores] => [name, count.scores]),
  );
  await writeEvaluation(run, { classes, scores, predictions });
  return scores;
}

/** Scores a run's newest checkpoint over the test videos of its configuration. */
export const evaluate: Evaluate = async (config, options) => {
  requireMachine(thisMachine());
  using checkpoint = await openTrained(options);
  const { classes } = checkpoint.state;
  const videos = testVideos(config.data.source, await findVideos(config, options), classes);
  const ffmpeg = await findFfmpeg(options);
  const notify = (line: string) => options.progress.note(line);
  await startTensorFlow({ device: config.device, notify });
  const { networks, state } = await readTrained(config, checkpoint);
  const loader = new WindowLoader(config, ffmpeg.path, notify);
  try {
    return {
      classes,
      scores: await scoreVideos(config, { ...options, networks, state, loader, videos }),
    };
  } finally {
    disposeTree(state);
  }
};

/** Options of {@linkcode Evaluate} and {@linkcode Predict}. */
export interface TrainedOptions extends WorkOptions {
  /** Folder of the run whose newest checkpoint is used; not held. */
  readonly run: RunFolder;
}

/** Scores a run's models over the test videos of the configuration. */
export type Evaluate = (config: Config, options: TrainedOptions) => Promise<EvaluationResults>;
