import type { Config } from "../config/config.ts";
import type { ResultScores, Scores } from "../run/results.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import type { TestSet } from "../videos/video_set.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import { answersOf } from "./answers_of.ts";
import { classifyVideos } from "./classify_videos.ts";
import { ConfusionCounts } from "./confusion_counts.ts";
import type { ScoringOptions, TrainedOptions } from "./open_trained.ts";
import type { Trained } from "./read_trained.ts";
import { type RecordedPrediction, recordPrediction } from "./record_prediction.ts";
import { writeEvaluation } from "./write_evaluation.ts";

/** What {@linkcode scoreVideos} works with. It writes its findings into the run's folder. */
export interface ScoreOptions extends TrainedOptions, ScoringOptions, Trained {
  readonly loader: WindowLoader;
  readonly videos: TestSet;
}

/**
 * Scores networks over the test videos: each alone, and both with their probabilities averaged.
 * Each video that can be read counts once.
 */
export async function scoreVideos(config: Config, options: ScoreOptions): Promise<ResultScores> {
  const { videos: { classes, test }, progress, run, loader } = options;
  const counts = new Map<string, ConfusionCounts>();
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
      for (const [name, values] of Object.entries(answers)) {
        const counter = counts.get(name) ?? new ConfusionCounts(classes.length);
        counter.add(video.label, values);
        counts.set(name, counter);
      }
      predictions.push(recordPrediction({ video, answers }, classes));
      progress.show(`evaluating ${predictions.length}/${test.length}`);
    },
  });
  progress.clear();
  broken.summarize(loader.damaged);
  const scores = scoresOf(counts);
  options.onScores?.({ classes, scores });
  await writeEvaluation(run, { classes, scores, predictions });
  return scores;
}

function scoresOf(counts: ReadonlyMap<string, ConfusionCounts>): ResultScores {
  const scores: Record<string, Scores> = {};
  for (const [name, counter] of counts) scores[name] = counter.scores;
  return scores;
}
