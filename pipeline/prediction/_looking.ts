import type { Model } from "../../models/mod.ts";
import type { PerNetwork, TrainingState } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { ClipClassifier } from "../evaluation/clip_classifier.ts";
import type { PredictionProgress } from "./_prediction_progress.ts";
import type { SegmentRule } from "./_segments.ts";
import type { AnsweringNetwork } from "./answer_by.ts";
import type { LookingPlan } from "./looking_plan.ts";
import type { PredictOptions } from "./predict_options.ts";
import type { Prediction } from "./prediction.ts";
import type { VideoInput } from "./video_input.ts";

/** What a `VideoReader` works with. */
export interface VideoReaderOptions extends Omit<PredictOptions, "onPrediction"> {
  readonly inputs: readonly VideoInput[];
  readonly onPrediction: (prediction: Prediction) => Promise<void> | void;
  readonly networks: PerNetwork<Model>;
  /** Must outlive the reader. */
  readonly state: TrainingState;
  readonly network: AnsweringNetwork;
  readonly rule: SegmentRule;
  readonly plan: LookingPlan;
  readonly ffmpegPath: string;
  /** Returns whether the run was trained on a video; null if that cannot be known. */
  readonly isTrainedOn: (input: VideoInput) => Promise<boolean | null>;
}

/** What is needed to look at a video. */
export interface Looking extends VideoReaderOptions {
  readonly config: Config;
  readonly videosProgress: PredictionProgress;
  /** Answers for a video by all of its clips. */
  readonly wholes: ClipClassifier;
  /** Answers for each window. */
  readonly windows: ClipClassifier;
}
