/**
 * What the dashboard's server answers, in one file: the page imports these types too.
 *
 * | address                                           | answer                                |
 * | ------------------------------------------------- | ------------------------------------- |
 * | `/`, `/page/NAME`                                 | the page and its files                |
 * | `/page/charts/uplot.js`, `/page/uplot.css`        | the library for charts                |
 * | `/api/events`                                     | server-sent {@linkcode LiveEvent}s    |
 * | `/api/runs`                                       | {@linkcode RunList}                   |
 * | `/api/runs/KEY`                                   | {@linkcode RunDetails}                |
 * | `/api/runs/KEY/series?points=500&from=1&to=900`   | {@linkcode SeriesAnswer}              |
 * | `/api/runs/KEY/stream`                            | {@linkcode StreamAnswer}              |
 * | `/api/runs/KEY/views`                             | {@linkcode ViewsAnswer}               |
 * | `/api/runs/KEY/evaluation`                        | {@linkcode EvaluationAnswer} or null  |
 * | `/api/runs/KEY/mistakes`                          | {@linkcode MistakesAnswer}            |
 * | `/api/runs/KEY/videos?who=both&label=3&answer=5`  | {@linkcode VideoList}                 |
 * | `/api/runs/KEY/videos/NUMBER`                     | {@linkcode VideoPreview}              |
 *
 * An error is a status of 400 or more with one sentence as plain text, for the user.
 *
 * @module
 */

import type { SeenViews } from "../run/seen_views.ts";
import type { StreamState } from "../run/stream_state.ts";
import type { SurestMistakes } from "../run/surest_mistakes.ts";

/** A run in the list. */
export interface ListedRun {
  /** What addresses call the run: opaque, the same after the server was started again. */
  readonly key: string;
  /** Name of the run. */
  readonly name: string;
  /** What happens with it, or how it ended. */
  readonly state: "running" | "finished" | "interrupted" | "failed" | "stopped";
  /** Why it failed, or why its files cannot be read; null if neither. */
  readonly problem: string | null;
  /** The user's tag, a remark. */
  readonly tag: string | null;
  /** When it was started first: a date as ISO 8601 writes it. */
  readonly startedAt: string | null;
  /** When its last part ended; null while it runs, and if it was ended from outside. */
  readonly endedAt: string | null;
  /** Steps done. */
  readonly steps: number;
  /** Steps of the whole run; null if that is not known yet. */
  readonly totalSteps: number | null;
  /** Where the data is from, in one word. */
  readonly data: string | null;
  /** Name of the method. */
  readonly method: string | null;
  /** Number of labeled training videos; null before they are found. */
  readonly labeled: number | null;
  /** Number of unlabeled training videos; null before they are found. */
  readonly unlabeled: number | null;
  /** Top-1 over the test videos by who answers (`primary`, `auxiliary`, `both`), 0 to 1. */
  readonly test: Readonly<Record<string, number>> | null;
}

/** All runs that are shown, the one started last first. */
export interface RunList {
  readonly runs: readonly ListedRun[];
}

/** A run as a whole. */
export interface RunDetails extends ListedRun {
  /** Names of the classes in the order of their numbers; null before they are known. */
  readonly classes: readonly string[] | null;
  /** Confidence from which a pseudo-label is used; null if the method has none. */
  readonly threshold: number | null;
  /** All settings by their path, such as `optimizer.learningRate`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The command line of its last start. */
  readonly command: string | null;
  /** Where and with what it was computed, in words. */
  readonly machine: string | null;
}

/** A number over buckets of lines; null where no line of the bucket has it. */
export interface SeriesColumn {
  readonly mean: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
}

/**
 * Numbers over steps, in buckets of lines that follow each other. Buckets hold equally many lines;
 * one each if there are few enough.
 */
export interface SeriesTable {
  /** First step of each bucket. */
  readonly from: readonly number[];
  /** Last step of each bucket. */
  readonly to: readonly number[];
  /**
   * By name. Of steps: `loss`, `lossTerms.NAME`, `gate.NETWORK.maskRate`,
   * `gate.NETWORK.confidence`, `gate.NETWORK.right` (the share of those judged that is right),
   * `agreement`, `learningRate.NETWORK`, `gradientNorm.NETWORK`, `seconds.device`, `seconds.data`,
   * `seconds.pause`, and what other numbers the lines have. Of validations and the evaluation:
   * `WHO.top1`, `WHO.top5`. Of costs: `peakResidentBytes`, `seconds` and others.
   */
  readonly columns: Readonly<Record<string, SeriesColumn>>;
}

/** What the metrics of a run say, in at most as many buckets as were asked for. */
export interface SeriesAnswer {
  /**
   * Changes if the metrics were written again, as by a resumed run: all that was read before is
   * then invalid.
   */
  readonly generation: number;
  /** First step that the metrics have, without regard to the range asked for; 0 if none. */
  readonly firstStep: number;
  /** Last step; 0 if none. */
  readonly lastStep: number;
  /** Numbers of each step. */
  readonly steps: SeriesTable;
  /** Scores over the validation videos. */
  readonly validation: SeriesTable;
  /** What the run has cost, at each checkpoint. */
  readonly costs: SeriesTable;
  /** Scores over the test videos, at the end. */
  readonly evaluation: SeriesTable;
  /**
   * Number of unlabeled clips by confidence, in equal bins from 0 to 1: by network, one list for
   * each bucket of `steps`.
   */
  readonly confidence: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** Why lines of the metrics are missing here; null if none are. */
  readonly problem: string | null;
}

/** Scores of one answerer over the test videos. */
export interface AnswererScores {
  readonly videos: number;
  /** 0 to 1; null without videos. */
  readonly top1: number | null;
  readonly top5: number | null;
  /** Top-1 by class; null for a class without a video. */
  readonly perClass: readonly (number | null)[];
  /** `confusion[label][answer]`: videos by true and most probable class. */
  readonly confusion: readonly (readonly number[])[];
}

/** How a run did on its test videos. */
export interface EvaluationAnswer {
  readonly classes: readonly string[];
  /** By who answers: `primary`, `auxiliary`, `both`. */
  readonly scores: Readonly<Record<string, AnswererScores>>;
  /** Whether the answers of each video are there, so that the videos of a cell can be shown. */
  readonly hasVideos: boolean;
}

/** A tested video. */
export interface TestedVideoAnswer {
  /** What addresses call it. */
  readonly number: number;
  /** Its identity in the data set. */
  readonly name: string;
  /** The probability of the answer, 0 to 1. */
  readonly probability: number;
}

/** The videos of a cell of the confusion matrix, those with the surest answers first. */
export interface VideoList {
  /** How many there are; `videos` may hold fewer. */
  readonly total: number;
  readonly videos: readonly TestedVideoAnswer[];
}

/** A video as images that every browser shows, whatever its codec. */
export interface VideoPreview {
  /** Its identity in the data set. */
  readonly name: string;
  /** Name of its true class. */
  readonly label: string;
  /** By who answered: the most probable classes, the highest first. */
  readonly answers: Readonly<
    Record<string, readonly { readonly class: string; readonly probability: number }[]>
  >;
  /** Length of the video in seconds. */
  readonly seconds: number;
  /** JPEG images as data URLs, at equal distances over the whole video. */
  readonly frames: readonly string[];
}

/** How the stream of a run was last; null if the run has recorded none. */
export type StreamAnswer = StreamState | null;

/** What the networks last saw; null if the run has recorded none. */
export type ViewsAnswer = SeenViews | null;

/** The surest mistakes of the test; null if there is no report of it. */
export type MistakesAnswer = SurestMistakes | null;

/** What the server sends by itself. */
export type LiveEvent =
  /** The connection is there (again): what was missed is not repeated, so ask for all that is shown. */
  | { readonly what: "connected" }
  /** The list of runs, or one of the runs in it, has changed; not for each step of a run. */
  | { readonly what: "runs" }
  /** The metrics of a run have changed. */
  | { readonly what: "series"; readonly run: string }
  /** How the stream of a run is now. */
  | { readonly what: "stream"; readonly run: string; readonly state: StreamState }
  /** There are new views of a run. */
  | { readonly what: "views"; readonly run: string }
  /** A run was tested. */
  | { readonly what: "evaluation"; readonly run: string }
  /** A report has other mistakes. */
  | { readonly what: "mistakes"; readonly run: string }
  /** What a run's training writes for others cannot be read; why, for the user. */
  | { readonly what: "problem"; readonly run: string; readonly problem: string };
