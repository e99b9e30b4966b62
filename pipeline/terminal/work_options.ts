import type { Config } from "../config/config.ts";
import type { Progress } from "./progress.ts";
import type { RunCosts } from "../commands/format_run_costs.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { ResultScores } from "./table.ts";

/** What a command gives to the work it starts. */
export interface WorkOptions {
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
  /** Where progress and remarks go. */
  readonly progress: Progress;
}

/** Options of {@linkcode Train}. */
export interface TrainOptions extends WorkOptions {
  /** The run's folder, held by this process. */
  readonly run: RunFolder;
  /** Go on from the newest checkpoint in the folder; from the start where there is none yet. */
  readonly resume: boolean;
}

/** How training ended. */
export type TrainOutcome =
  | { readonly kind: "interrupted"; readonly step: number }
  | { readonly kind: "finished"; readonly results: TrainResults };

/** Scores of a run's models over the test videos. */
export interface EvaluationResults {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Scores of `primary`, `auxiliary` and `both` (their probabilities averaged). */
  readonly scores: ResultScores;
}

/** What a finished training leaves in `results.json`. */
export interface TrainResults extends EvaluationResults {
  /** What it took. */
  readonly run: RunCosts;
}

/** Trains as configured. When the signal aborts it finishes the step, writes a checkpoint and returns. */
export type Train = (config: Config, options: TrainOptions) => Promise<TrainOutcome>;

/** Options of {@linkcode Evaluate} and {@linkcode Predict}. */
export interface TrainedOptions extends WorkOptions {
  /** Folder of the run whose newest checkpoint is used; not held. */
  readonly run: RunFolder;
}

/** Scores a run's models over the test videos of the configuration. */
export type Evaluate = (config: Config, options: TrainedOptions) => Promise<EvaluationResults>;

/** What a model says about a video, or why it says nothing. */
export type Prediction =
  | {
    readonly path: string;
    /** Every class with its probability, in the order of the run's classes. */
    readonly classes: readonly { readonly name: string; readonly probability: number }[];
  }
  | { readonly path: string; readonly problem: string };

/** Options of {@linkcode Predict}. */
export interface PredictOptions extends TrainedOptions {
  /** Told of each video when it has been looked at. */
  readonly onPrediction: (prediction: Prediction) => void;
}

/** Classifies videos with a run's primary model; answers come in the given order, problems at once. */
export type Predict = (
  config: Config,
  videos: readonly string[],
  options: PredictOptions,
) => Promise<void>;
