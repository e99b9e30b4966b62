import * as v from "valibot";
import { dataSchema } from "./data_schema.ts";
import { number, oneOf, section, text, whole, wordOrModule } from "./fields.ts";
import { modelSchema } from "./models.ts";
import { viewsSchema } from "./views_schema.ts";

/** Clip of one network. Strides count frames at 30 per second, whatever the file's own rate. */
const rateSchema = section({
  /** Number of frames of the clip. */
  frames: whole({ min: 1 }),
  /**
   * Distance between two of its frames, in frames at 30 per second; the clip spans frames × stride / 30
   * seconds.
   */
  stride: whole({ min: 1 }),
});

const clipSchema = section({
  /** Height and width of what the networks see, in pixels. */
  size: whole({ min: 8 }),
  /**
   * Short side of the decoded frames, in pixels, at least `size`; crops are cut from them and
   * scaled.
   */
  decodeShortSide: whole({ min: 8 }),
  /** Clip of the primary network: the lower frame rate. */
  primary: rateSchema,
  /** Clip of the auxiliary network: the higher frame rate. */
  auxiliary: rateSchema,
});

const weightsSchema = section({
  /** File for the primary network; if omitted, it starts from random values, as in the paper. */
  primary: v.exactOptional(text()),
  /** File for the auxiliary network. */
  auxiliary: v.exactOptional(text()),
});

const METHOD_NAMES = ["actnetformer", "cmpl", "fixmatch", "supervised"] as const;

/** A method that comes with the program. */
export type MethodName = typeof METHOD_NAMES[number];

const methodSchema = section({
  /**
   * `actnetformer`: equation (7). `cmpl`: the same without contrast. `fixmatch`: the primary
   * network alone, equation (1). `supervised`: labeled videos only. Or the path of a module whose
   * default export is a `Method` of pipeline/method/method.ts.
   */
  name: v.optional(wordOrModule(METHOD_NAMES), "actnetformer"),
  /** δ: minimum confidence of a pseudo-label that is used. */
  threshold: v.optional(number({ max: 1 }), 0.8),
  /** γ: weight of the pseudo-label losses. */
  gamma: v.optional(number(), 2),
  /** β: weight of the contrastive loss. */
  beta: v.optional(number(), 2),
  /** τ of the contrastive loss. */
  temperature: v.optional(number({ aboveMin: true }), 0.5),
  /** Share of all steps, at the start, on labeled videos alone; the others are not even decoded. */
  supervisedShare: v.optional(number({ max: 1 }), 0),
  /**
   * Share of all steps, after the supervised ones, in which γ and β grow linearly to their values.
   */
  rampShare: v.optional(number({ max: 1 }), 0.1),
});

const optimizerSchema = section({
  /**
   * Peak learning rate of the primary network. 0.02 suits 8 labeled clips per step; scale it with
   * their number.
   */
  learningRate: v.optional(number({ aboveMin: true }), 0.02),
  /** Peak learning rate of the auxiliary network; if omitted, the primary's. */
  auxiliaryLearningRate: v.exactOptional(number({ aboveMin: true })),
  /** Momentum of SGD. */
  momentum: v.optional(number({ max: 1 }), 0.9),
  /** Weight decay; not for biases, norms and embeddings. */
  weightDecay: v.optional(number(), 1e-3),
  /**
   * Share of all steps in which the learning rate grows linearly; then it falls to zero as a
   * cosine.
   */
  warmupShare: v.optional(number({ max: 1 }), 0.1),
  /** Maximum norm of each network's gradient; longer ones are scaled down to it. */
  maxGradientNorm: v.optional(number({ aboveMin: true }), 40),
  /**
   * Decay of the exponential moving averages (EMA) of weights and statistics, such as 0.999. The
   * averages are then evaluated, and saved for use. There are none if omitted.
   */
  emaDecay: v.exactOptional(number({ max: 0.999_999 })),
});

const STEPS_OR_EPOCHS = "must have either steps or epochs";
const EQUAL_MICRO_BATCHES = "must have a labeledPerStep that is a multiple of accumulate";

const scheduleSchema = v.pipe(
  section({
    /** Number of training steps of the run. */
    steps: v.exactOptional(whole({ min: 1 })),
    /**
     * Number of passes over the unlabeled videos (supervised: over the labeled ones); instead of
     * `steps`.
     */
    epochs: v.exactOptional(whole({ min: 1 })),
    /** Number of labeled clips per step. */
    labeledPerStep: v.optional(whole({ min: 1 }), 8),
    /** Number of unlabeled clips per step for each labeled one. */
    unlabeledPerLabeled: v.optional(whole({ min: 1 }), 5),
    /**
     * Number of micro-batches in which a step is computed, to need less memory; divides
     * `labeledPerStep`. Batch norm and the contrastive loss then see one micro-batch at a time.
     */
    accumulate: v.optional(whole({ min: 1 }), 1),
    /**
     * Number of batches of training clips over which the statistics of batch norm are computed
     * again after the last step ("precise batch norm"; SlowFast takes 200). If omitted, they stay
     * the running averages of the training; the paper mentions nothing else.
     */
    preciseBatches: v.exactOptional(whole({ min: 1 })),
  }),
  v.check(({ steps, epochs }) => (steps === undefined) !== (epochs === undefined), STEPS_OR_EPOCHS),
  v.check(
    ({ labeledPerStep, accumulate }) => labeledPerStep % accumulate === 0,
    EQUAL_MICRO_BATCHES,
  ),
);

const evaluateSchema = section({
  /** Number of clips of each test video, spread evenly over its length. */
  clips: v.optional(whole({ min: 1 }), 5),
  /** Number of square crops of each clip along its longer side: 3, or 1 in the middle. */
  crops: v.optional(v.picklist([1, 3], "must be 1 or 3"), 3),
  /**
   * Number of videos, with all their views, that go through the networks at once; affects only
   * memory and time.
   */
  videosAtOnce: v.optional(whole({ min: 1 }), 1),
});

const checkpointSchema = section({
  /**
   * Number of steps between two checkpoints; one is also written at the end and when the run is
   * interrupted.
   */
  everySteps: v.optional(whole({ min: 1 }), 100),
});

/**
 * Schema of a run's configuration. Every field states its unit and default; unknown keys are
 * refused.
 */
export const configSchema = section({
  /** What the configuration is for, in one line. */
  about: v.optional(v.string("must be text"), ""),
  /** Seed of all random choices: the labeled videos, initial weights, views, dropout. */
  seed: v.optional(whole({ max: 0xffff_ffff }), 0),
  data: v.optional(dataSchema, {}),
  clip: clipSchema,
  views: v.optional(viewsSchema, {}),
  /** The network that is trained for use: one of `MODEL_NAMES`, or an object with a `kind`. */
  primary: modelSchema,
  /** The network that teaches it. */
  auxiliary: modelSchema,
  /**
   * Safetensors files of initial weights, with the official PyTorch names and the same number of
   * classes. Embeddings for clips of another size or number of frames are resized.
   */
  weights: v.optional(weightsSchema, {}),
  method: v.optional(methodSchema, {}),
  optimizer: v.optional(optimizerSchema, {}),
  schedule: scheduleSchema,
  evaluate: v.optional(evaluateSchema, {}),
  checkpoint: v.optional(checkpointSchema, {}),
  /**
   * The device that computes: the processor, an NVIDIA GPU, or `auto` for a GPU if one can be used.
   */
  device: v.optional(oneOf(["auto", "cpu", "gpu"]), "auto"),
  /**
   * Number format of the training: bf16 is faster if the hardware has it, which `auto` finds out.
   */
  precision: v.optional(oneOf(["float32", "bf16", "auto"]), "float32"),
  /** Maximum number of videos between the source and the device; those of two steps if omitted. */
  credits: v.exactOptional(whole({ min: 1 })),
});

/** A checked configuration with its defaults filled in. */
export type Config = v.InferOutput<typeof configSchema>;
