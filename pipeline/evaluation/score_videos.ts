import type { Config } from "../config/config.ts";
import { MAPPED_VIDEOS } from "../embedding/embeddings_file.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import { pickEvenly } from "../videos/pick_evenly.ts";
import type { TestSet } from "../videos/video_set.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import { answerVideos } from "./answer_videos.ts";
import type { ScoringOptions, TrainedOptions } from "./open_trained.ts";
import type { Trained } from "./read_trained.ts";
import { TrainingWorkers } from "../workers/training_workers.ts";
import type { Evaluation } from "./write_evaluation.ts";

/** What {@linkcode scoreVideos} works with. */
export interface ScoreOptions extends TrainedOptions, ScoringOptions, Trained {
  readonly loader: WindowLoader;
  readonly videos: TestSet;
  /**
   * The workers that score their parts of the videos each; the first one calls `onScores`.
   *
   * @default this process alone
   */
  readonly workers?: TrainingWorkers | undefined;
}

/**
 * Scores networks over the test videos: each alone, and both with their probabilities averaged.
 * Each video that can be read counts once.
 */
export async function scoreVideos(config: Config, options: ScoreOptions): Promise<Evaluation> {
  const { videos: { classes, test }, progress, run, loader } = options;
  const { workers = TrainingWorkers.alone(options) } = options;
  const words = ["--run", run.reference, "--set", "data.failureShare=0.5"];
  const command = taskCommand("evaluate", ...words);
  const broken = new BrokenVideos({
    videos: test,
    purpose: "test videos",
    share: config.data.failureShare,
    notify: (line) => progress.note(line),
    hint: `${command} scores the others`,
  });
  let done = 0;
  const describe = () => `evaluating ${done}/${test.length}`;
  using _watch = progress.watch(describe);
  const { scores, predictions, embedded } = await answerVideos(config, {
    ...options,
    classes,
    videos: test,
    broken,
    workers,
    mapped: new Set(pickEvenly(test, MAPPED_VIDEOS)),
    onVideo(videos) {
      done = videos;
      progress.show(describe());
    },
  });
  progress.clear();
  if (workers.isFirst) {
    broken.summarize(loader.damaged);
    options.onScores?.({ classes, scores, predictions });
  }
  return { classes, scores, predictions, embedded };
}
