import type { TrainedOptions } from "../evaluation/open_trained.ts";
import type { Trained } from "../evaluation/read_trained.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { AnsweringNetwork } from "./answer_by.ts";
import type { LookingOptions, LookingPlan } from "./looking_plan.ts";
import type { Prediction, Segment } from "./prediction.ts";
import type { VideoInput } from "./video_input.ts";

/** Who answers, and how they look at videos. */
export interface Answering {
  /** Folder of the run. */
  readonly run: RunFolder;
  /** Steps of training after which the networks answer. */
  readonly step: number;
  /** Which network answers. */
  readonly network: AnsweringNetwork;
  /** Names of the classes, in the order of the answers. */
  readonly classes: readonly string[];
  /** How videos are looked at. */
  readonly plan: LookingPlan;
}

/** Options of `predict()`. */
export interface PredictOptions extends TrainedOptions, LookingOptions {
  /**
   * Which network answers.
   *
   * @default "primary"
   */
  readonly network?: AnsweringNetwork | undefined;
  /**
   * A moment whose highest probability is below this has no class, 0 to 1.
   *
   * @default 0
   */
  readonly threshold?: number | undefined;
  /**
   * Called once, before the first video is read, with all networks of the run, which are freed when
   * `predict()` ends.
   */
  readonly onStart?: ((answering: Answering, trained: Trained) => void) | undefined;
  /**
   * Called for each moment of a live video as soon as it is known, with whether its class is
   * another than before.
   */
  readonly onMoment?: ((input: VideoInput, moment: Segment, isNew: boolean) => void) | undefined;
  /**
   * Called for each video when it has been looked at to its end or cannot be read, with all
   * networks of the run, which are freed when `predict()` ends.
   */
  readonly onPrediction: (prediction: Prediction, trained: Trained) => Promise<void> | void;
}
