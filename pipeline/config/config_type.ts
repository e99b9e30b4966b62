import type { DataConfig } from "./data_config.ts";
import type { ClipConfig, WeightsConfig } from "./input_config.ts";
import type { ModelChoice } from "./models.ts";
import type { MethodConfig, OptimizerConfig, ScheduleConfig } from "./learning_config.ts";
import type { ViewsConfig } from "./views_config.ts";

/** `workers`: how the parts of a step on several workers are made one. */
export interface WorkersConfig {
  /**
   * Whether batch norm sees the clips of all workers together, as one process would. Each norm then
   * waits for all of them, twice a step.
   *
   * @default false
   */
  readonly syncBatchNorm: boolean;
  /**
   * Whose clips a clip is contrasted with: those of all workers, as one process would, or of its own.
   *
   * @default "all"
   */
  readonly contrast: "all" | "own";
  /**
   * Number format in which gradients are sent: bf16 halves what is sent.
   *
   * @default "float32"
   */
  readonly gradients: "float32" | "bf16";
}

/** `evaluate`: what is computed of a test video, and when during the training. */
export interface EvaluateConfig {
  /**
   * Number of steps between two scores on the validation videos (`data.validationShare`), which
   * are also scored after the last step. The weights with the highest score are kept, and used at
   * the end. There are no scores during the training if omitted.
   */
  readonly everySteps?: number;
  /**
   * Number of scores in a row without a higher one after which the run ends early; only at its
   * last step if omitted.
   */
  readonly patience?: number;
  /**
   * Number of clips of each test video, spread evenly over its length.
   *
   * @default 5
   */
  readonly clips: number;
  /**
   * Number of square crops of each clip along its longer side: 3, or 1 in the middle. The three of a
   * square video are the same, and computed once.
   *
   * @default 3
   */
  readonly crops: 1 | 3;
  /**
   * Number of videos that are answered together. Their clips go through the networks in parts of at
   * least as many clips, two parts at a time: a larger number takes more memory.
   *
   * @default 1
   */
  readonly videosAtOnce: number;
  /**
   * Number format of tests and predictions, whatever that of the training: bf16 takes less time for
   * large networks if the processor has it, and moves each probability by some thousandths.
   *
   * @default "float32"
   */
  readonly precision: "float32" | "bf16";
}

/** `checkpoint`: when the state of the run is saved. */
export interface CheckpointConfig {
  /**
   * Number of steps between two checkpoints; one is also written at the end and when the run is
   * interrupted.
   *
   * @default 100
   */
  readonly everySteps: number;
}

/**
 * A checked configuration of a run, with its defaults filled in. Fields without `?` and `@default`
 * must be in the file or in what it extends, sections apart.
 */
export interface Config {
  /**
   * What the configuration is for, in one line.
   *
   * @default ""
   */
  readonly about: string;
  /**
   * Seed of all random choices: the labeled videos, initial weights, views, dropout.
   *
   * @default 0
   */
  readonly seed: number;
  /** Which videos there are, and which of them keep their label. */
  readonly data: DataConfig;
  /** What the networks see of a video at a time. */
  readonly clip: ClipConfig;
  /** How clips are changed before the networks see them. */
  readonly views: ViewsConfig;
  /** The network that is trained for use: one of `MODEL_NAMES`, or an object with a `kind`. */
  readonly primary: ModelChoice;
  /** The network that teaches it. */
  readonly auxiliary: ModelChoice;
  /**
   * Files of initial weights, of this program or of those that docs/weights.md lists. Embeddings
   * for clips of another size or number of frames are resized; the classifier starts new unless the
   * file says that it is for the same classes.
   */
  readonly weights: WeightsConfig;
  /** Which losses the networks are trained by. */
  readonly method: MethodConfig;
  /** SGD and its schedule. */
  readonly optimizer: OptimizerConfig;
  /** How long the run is, and what a step holds. */
  readonly schedule: ScheduleConfig;
  /** How the parts of a step on several workers are made one; nothing for a run of one process. */
  readonly workers: WorkersConfig;
  /** What is computed of a test video, and when during the training. */
  readonly evaluate: EvaluateConfig;
  /** When the state of the run is saved. */
  readonly checkpoint: CheckpointConfig;
  /**
   * The device that computes: the processor, an NVIDIA GPU, or `auto` for a GPU if one can be used.
   *
   * @default "auto"
   */
  readonly device: "auto" | "cpu" | "gpu";
  /**
   * Number format of the training: bf16 takes less memory, and less time for most networks if the
   * hardware has it. `auto` tries a step of the run in both and takes the faster one.
   *
   * @default "float32"
   */
  readonly precision: "float32" | "bf16" | "auto";
  /**
   * Maximum number of videos between the source and the device; if omitted, those of three steps and
   * four for each core, which keeps decoders and device at work.
   */
  readonly credits?: number;
}
