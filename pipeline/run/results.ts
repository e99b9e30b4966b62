/** Scores of a run's models over the test videos. */
export interface EvaluationResults {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Scores of `primary`, `auxiliary` and `both` (their probabilities averaged). */
  readonly scores: ResultScores;
}

/** What a finished training leaves in `results.json`. */
export interface TrainResults extends EvaluationResults {
  /**
   * Steps that led to the weights that were scored: fewer than were taken if earlier ones were
   * better on the validation videos. Results of earlier versions have none.
   */
  readonly steps?: number;
  /**
   * SHA-256 of the `predictions.jsonl` of the same test, in hex. Results of earlier versions have
   * none.
   */
  readonly predictions?: string | undefined;
  /** What it cost in time and memory. */
  readonly run: RunCosts;
}

/** Scores by who gave the answers: `primary`, `auxiliary`, `both`. */
export type ResultScores = Readonly<Record<string, Scores>>;

/** How well a classifier did over a set of videos. */
export interface Scores {
  /** Videos counted. */
  readonly videos: number;
  /** Share of videos whose most probable class is theirs, 0 to 1. */
  readonly top1: number;
  /** Share of videos whose class is among the five most probable, 0 to 1. */
  readonly top5: number;
  /** Top-1 by class; NaN for a class without a video. */
  readonly perClass: readonly number[];
  /** `confusion[label][predicted]`: videos by true and most probable class. */
  readonly confusion: readonly (readonly number[])[];
}

/** What a training cost in time and memory, over all parts of a run that was resumed. */
export interface RunCosts {
  /**
   * Seconds from the start to after the evaluation. Of a part that ended early those up to the
   * checkpoint from which the run was resumed.
   */
  readonly seconds: number;
  /** Share of the steps' time in which the device waited for data, 0 to 1. */
  readonly waitingShare: number;
  /** Maximum resident memory of the process after a step or after the evaluation, in bytes. */
  readonly peakResidentBytes: number;
  /**
   * Whether some videos were decoded again for each clip, as neither memory nor disk had room for
   * them. Results of earlier versions have none.
   */
  readonly lackedRoom?: boolean;
}
