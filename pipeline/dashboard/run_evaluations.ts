import { readPredictions } from "../evaluation/read_predictions.ts";
import type { RecordedPrediction } from "../evaluation/record_prediction.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import type { Scores } from "../run/results.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { AnswererScores, EvaluationAnswer, TestedVideoAnswer, VideoList } from "./api.ts";
import { changeStamp } from "./change_stamp.ts";
import { RecentItems } from "./recent_items.ts";

/** A cell of the confusion matrix. */
export interface ConfusionCell {
  /** Who answers: `primary`, `auxiliary`, `both`. */
  readonly who: string;
  /** Index of the true class. */
  readonly label: number;
  /** Index of the most probable class. */
  readonly answer: number;
}

/** Videos of a cell that are sent. */
const MAX_VIDEOS = 500;

/** Runs whose answers are kept in memory. */
const KEPT_RUNS = 4;

/** What runs answered for their test videos, as their files say. */
export class RunEvaluations {
  readonly #predictions = new RecentItems<readonly RecordedPrediction[]>({ limit: KEPT_RUNS });

  /**
   * Returns the scores of a run; null if it was not tested yet.
   *
   * @throws {RunFolderError} If a file is broken.
   */
  async scores(run: RunFolder): Promise<EvaluationAnswer | null> {
    const results = await run.readResults();
    if (results === undefined) return null;
    const scores = Object.entries(results.scores)
      .map(([who, ofAnswerer]) => [who, withoutNaN(ofAnswerer)] as const);
    return {
      classes: results.classes,
      scores: Object.fromEntries(scores),
      hasVideos: statIfPresent(run.predictions) !== undefined,
    };
  }

  /**
   * Returns the videos of a cell; none if there is no such cell.
   *
   * @throws {RunFolderError} If the run was not tested, or a file is broken.
   */
  async videos(run: RunFolder, { who, label, answer }: ConfusionCell): Promise<VideoList> {
    const classes = (await run.readResults())?.classes ?? [];
    const found: TestedVideoAnswer[] = [];
    for (const [number, prediction] of (await this.predictions(run)).entries()) {
      const best = prediction.answers[who]?.[0];
      if (best === undefined || best.class !== classes[answer]) continue;
      if (prediction.label !== classes[label]) continue;
      found.push({ number, name: prediction.video, probability: best.probability });
    }
    found.sort((first, second) => second.probability - first.probability);
    return { total: found.length, videos: found.slice(0, MAX_VIDEOS) };
  }

  /**
   * Returns what a run answered for each of its test videos.
   *
   * @throws {RunFolderError} If the run was not tested, or the file is broken.
   */
  async predictions(run: RunFolder): Promise<readonly RecordedPrediction[]> {
    const key = `${run.path} ${changeStamp(run.predictions)} ${changeStamp(run.results)}`;
    const kept = this.#predictions.get(key);
    if (kept !== undefined) return kept;
    const predictions = await readPredictions(run);
    this.#predictions.set(key, predictions);
    return predictions;
  }
}

function withoutNaN({ videos, top1, top5, perClass, confusion }: Scores): AnswererScores {
  return {
    videos,
    top1: orNull(top1),
    top5: orNull(top5),
    perClass: perClass.map(orNull),
    confusion,
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
