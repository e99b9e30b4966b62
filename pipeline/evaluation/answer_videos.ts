import type { ResultScores, Scores } from "../run/results.ts";
import type { Config } from "../config/config.ts";
import type { EmbeddedVideo } from "../embedding/embeddings_file.ts";
import { thumbnailOf } from "../embedding/thumbnail.ts";
import type { BrokenVideos } from "../videos/broken_videos.ts";
import type { TestSet } from "../videos/video_set.ts";
import { answersOf } from "./answers_of.ts";
import { classifyTogether, type ClassifyTogetherOptions } from "./classify_together.ts";
import { ConfusionCounts } from "./confusion_counts.ts";
import { type RecordedPrediction, recordPrediction } from "./record_prediction.ts";

/** A labeled video. */
type LabeledVideo = TestSet["test"][number];

/** What {@linkcode answerVideos} works with. */
export interface AnswerOptions
  extends Omit<ClassifyTogetherOptions<LabeledVideo>, "onBroken" | "onClassified" | "thumbnailOf"> {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Collects the videos that cannot be read. */
  readonly broken: BrokenVideos;
  /**
   * The videos to keep a thumbnail and the features of.
   *
   * @default none
   */
  readonly mapped?: ReadonlySet<LabeledVideo> | undefined;
  /** Called after each video with the number of videos so far. */
  readonly onVideo: (videos: number) => void;
}

/** How networks did over a set of videos. */
export interface Answered {
  readonly scores: ResultScores;
  /** In the order of the videos. */
  readonly predictions: readonly RecordedPrediction[];
  /** Those to be mapped, in the same order. */
  readonly embedded: readonly EmbeddedVideo[];
}

/**
 * Scores networks over labeled videos: each alone, and both with their probabilities averaged. Each
 * video that can be read counts once.
 */
export async function answerVideos(config: Config, options: AnswerOptions): Promise<Answered> {
  const { classes, broken, mapped, onVideo } = options;
  const counts = new Map<string, ConfusionCounts>();
  const predictions: RecordedPrediction[] = [];
  const embedded: EmbeddedVideo[] = [];
  await classifyTogether(config, {
    ...options,
    onBroken: (video, error) => broken.add(video, error),
    thumbnailOf({ video }, clips) {
      if (!mapped?.has(video)) return undefined;
      return thumbnailOf(clips[Math.floor(clips.length / 2)]!);
    },
    onClassified({ video, probabilities, features, thumbnail }) {
      if (thumbnail !== undefined) embedded.push({ id: video.id, features, thumbnail });
      const answers = answersOf(probabilities);
      for (const [name, values] of Object.entries(answers)) {
        const counter = counts.get(name) ?? new ConfusionCounts(classes.length);
        counter.add(video.label, values);
        counts.set(name, counter);
      }
      predictions.push(recordPrediction({ video, answers }, classes));
      onVideo(predictions.length);
    },
  });
  return { scores: scoresOf(counts), predictions, embedded };
}

function scoresOf(counts: ReadonlyMap<string, ConfusionCounts>): ResultScores {
  const scores: Record<string, Scores> = {};
  for (const [name, counter] of counts) scores[name] = counter.scores;
  return scores;
}
