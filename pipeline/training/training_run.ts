import type { Learner } from "../../operators/mod.ts";
import type { Precision } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { ScoringOptions } from "../evaluation/open_trained.ts";
import type { RunHooks } from "../hooks/run_hooks.ts";
import type { Method } from "../methods/method.ts";
import type { ValidationState } from "../run/checkpoint_state.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { Progress } from "../terminal/progress.ts";
import type { VideoSet } from "../videos/video_set.ts";
import type { TrainingWorkers } from "../workers/training_workers.ts";
import type { TrainableNetworks } from "./initial_state.ts";
import type { Phase } from "./phase.ts";
import type { ClipSourceOptions } from "./training_clips.ts";

/** Everything that a training works with, from its first step to its evaluation. */
export interface TrainingRun extends ClipSourceOptions, TrainableNetworks, ScoringOptions {
  readonly config: Config;
  /** The run's folder, held by this process. */
  readonly run: RunFolder;
  /** Called after each step. */
  readonly hooks: RunHooks;
  /** Where progress and remarks go. */
  readonly progress: Progress;
  readonly method: Method;
  readonly videos: VideoSet;
  /** The phases of the run, one after the other. */
  readonly phases: readonly Phase[];
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** Number format of the training. */
  readonly precision: Precision;
  /** The workers of the run; this process alone is one as well. */
  readonly workers: TrainingWorkers;
  /** Owns what is learned. */
  readonly learner: Learner;
  /** Scores on the validation videos up to the checkpoint it resumes from. */
  readonly validation: ValidationState | undefined;
  /** As of `TrainOptions`. */
  readonly continuation?: string | undefined;
  /** When the run was started or resumed, by `performance.now`. */
  readonly startedAt: number;
}
