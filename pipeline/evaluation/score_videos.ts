import type { Config } from "../config/config.ts";
import { type EmbeddedVideo, MAPPED_VIDEOS } from "../embedding/embeddings_file.ts";
import { thumbnailOf } from "../embedding/thumbnail.ts";
import type { ResultScores } from "../run/results.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import { pickEvenly } from "../videos/pick_evenly.ts";
import type { TestSet } from "../videos/video_set.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import { answerVideos } from "./answer_videos.ts";
import type { ScoringOptions, TrainedOptions } from "./open_trained.ts";
import type { Trained } from "./read_trained.ts";
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
  const words = ["--run", run.reference, "--set", "data.failureShare=0.5"];
  const command = taskCommand("evaluate", ...words);
  const broken = new BrokenVideos({
    videos: test,
    purpose: "test videos",
    share: config.data.failureShare,
    notify: (line) => progress.note(line),
    hint: `${command} scores the others`,
  });
  const mapped = new Set(pickEvenly(test, MAPPED_VIDEOS));
  const embedded: EmbeddedVideo[] = [];
  let done = 0;
  const describe = () => `evaluating ${done}/${test.length}`;
  using _watch = progress.watch(describe);
  const { scores, predictions } = await answerVideos(config, {
    ...options,
    classes,
    videos: test,
    broken,
    onClassified({ video, features }, clips) {
      if (!mapped.has(video)) return;
      const middle = clips[Math.floor(clips.length / 2)]!;
      embedded.push({ id: video.id, features, thumbnail: thumbnailOf(middle) });
    },
    onVideo(videos) {
      done = videos;
      progress.show(describe());
    },
  });
  progress.clear();
  broken.summarize(loader.damaged);
  options.onScores?.({ classes, scores });
  await writeEvaluation(run, { classes, scores, predictions, embedded });
  return scores;
}
