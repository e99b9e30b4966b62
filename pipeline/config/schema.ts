import * as v from "valibot";
import { STRONG_OPERATIONS } from "../../operators/views/strong_policy.ts";
import { number, oneOf, range, section, text, whole, wordOrModule } from "./fields.ts";
import { modelSchema } from "./models.ts";
import { bringsTest, PUBLISHED_SPLITS } from "../../datasets/splits/published_splits.ts";

/** Frame rate of one pathway's clip. Strides count frames at 30 per second, whatever the file's own rate. */
const rateSchema = section({
  /** Frames of the clip. */
  frames: whole({ min: 1 }),
  /** Distance between two of them, in frames at 30 per second; the clip spans frames × stride / 30 seconds. */
  stride: whole({ min: 1 }),
});

/** Random scale, crop and flip, drawn once a clip. */
const geometrySchema = section({
  /** Short side before cropping, drawn evenly, in multiples of `clip.size`. 256 to 320 pixels for crops of 224. */
  scale: v.optional(range({ min: 1 }), [256 / 224, 320 / 224]),
  /** Probability of a horizontal flip. */
  flip: v.optional(number({ max: 1 }), 0.5),
});

const motionSchema = section({
  /** Training videos of each of the eight classes. */
  trainPerClass: v.optional(whole({ min: 1 }), 60),
  /** Test videos of each class. */
  testPerClass: v.optional(whole({ min: 1 }), 20),
  /** Height and width, in pixels; even. */
  size: v.optional(v.pipe(whole({ min: 8 }), v.multipleOf(2, "must be even")), 48),
  /** Seed of the drawing; apart from the run's, so that runs of several seeds share their videos. */
  seed: v.optional(whole({ max: 0x7fff_ffff }), 0),
});

const LABELS_PER_CLASS = 5;

const dataSchema = v.pipe(
  section({
    /** `motion` for the built-in videos; else a folder of videos, or a list file of lines `path label`. */
    source: v.optional(text(), "motion"),
    /** List file of the test videos; where it is left out the source decides. */
    testList: v.exactOptional(text()),
    /** Published list that says which videos are labeled, unlabeled and for the test; the source is a folder. */
    split: v.exactOptional(oneOf(PUBLISHED_SPLITS)),
    /** The built-in videos; only looked at where the source is `motion`. */
    motion: v.optional(motionSchema, {}),
    /**
     * Training videos of each class whose label is used; the others are unlabeled. 5 where it is left out,
     * but with `split`, which has its own.
     */
    labelsPerClass: v.exactOptional(whole({ min: 1 })),
    /** Share of each class's videos held out for testing where the source brings no test videos of its own. */
    holdOutShare: v.optional(number({ aboveMin: true, max: 0.9 }), 0.2),
    /** Memory for decoded windows that are kept between epochs, in MiB. */
    cacheMebibytes: v.optional(whole(), 1024),
    /** Share of a list's videos that may have no file. */
    missingShare: v.optional(number({ max: 1 }), 0.05),
    /** Share of the videos that may fail to decode before the run stops. */
    failureShare: v.optional(number({ max: 1 }), 0.1),
  }),
  v.check(
    ({ split, labelsPerClass }) => split === undefined || labelsPerClass === undefined,
    "must hold one of split and labelsPerClass: a published split names its labeled videos",
  ),
  v.check(
    ({ split, source }) => split === undefined || source !== "motion",
    "must hold as source a folder of videos where it holds split, for the built-in videos have none",
  ),
  v.check(
    ({ split, testList }) => split === undefined || testList === undefined || !bringsTest(split),
    "must hold one of split and testList: this split names its own test videos",
  ),
  v.transform((data) =>
    data.split === undefined ? { labelsPerClass: LABELS_PER_CLASS, ...data } : data
  ),
);

const clipSchema = section({
  /** Height and width of what the networks see, in pixels. */
  size: whole({ min: 8 }),
  /** Short side of the decoded frames, in pixels, at least `size`; crops are cut and scaled out of it. */
  decodeShortSide: whole({ min: 8 }),
  /** The primary model's clip: the lower frame rate. */
  primary: rateSchema,
  /** The auxiliary model's clip: the higher frame rate. */
  auxiliary: rateSchema,
});

const OPERATIONS = "must be a list with at least one operation";

const strongSchema = section({
  /** How a video's strong view is drawn; the same draw for all frames of the clip. */
  policy: v.optional(oneOf(["autoaugment", "randaugment", "dropout"]), "autoaugment"),
  /** The only operations used, where some would change the class of a video; all where it is left out. Not for dropout. */
  only: v.exactOptional(
    v.pipe(
      v.array(oneOf(STRONG_OPERATIONS), OPERATIONS),
      v.nonEmpty(OPERATIONS),
    ),
  ),
  /** Operations done to a clip; randaugment only. */
  count: v.optional(whole({ min: 1 }), 2),
  /** Strength of the operations, 0 to 10; randaugment only. */
  magnitude: v.optional(number({ max: 10 }), 9),
  /** Probability that a color channel of the clip is dropped; dropout only. */
  dropChannels: v.optional(number({ max: 0.9 }), 0.2),
  /** Probability that a pixel is dropped, in all frames; dropout only. */
  dropPixels: v.optional(number({ max: 0.9 }), 0.2),
  /** Side of the gray square painted over every frame, as a share of the clip's side; 0 for none. */
  cutout: v.optional(number({ max: 1 }), 0),
});

const viewsSchema = section({
  /** Labeled clips. */
  labeled: v.optional(geometrySchema, {}),
  /** Weak views of unlabeled clips: what pseudo-labels are read from. */
  weak: v.optional(geometrySchema, {}),
  /** Strong views of unlabeled clips, on top of the weak view's geometry. */
  strong: v.optional(strongSchema, {}),
});

const weightsSchema = section({
  /** Of the primary model; its own random first values where it is left out, as in the paper. */
  primary: v.exactOptional(text()),
  /** Of the auxiliary model. */
  auxiliary: v.exactOptional(text()),
});

const METHOD_NAMES = ["actnetformer", "cmpl", "fixmatch", "supervised"] as const;

/** A method that comes with the program. */
export type MethodName = typeof METHOD_NAMES[number];

const methodSchema = section({
  /**
   * `actnetformer`: equation (7). `cmpl`: the same without contrast. `fixmatch`: the primary model alone,
   * equation (1). `supervised`: labeled videos only. Or the path of a module, whose default export is
   * a `Method` of pipeline/method/methods.ts.
   */
  name: v.optional(wordOrModule(METHOD_NAMES), "actnetformer"),
  /** δ: confidence from which a pseudo-label is used. */
  threshold: v.optional(number({ max: 1 }), 0.8),
  /** γ: weight of the pseudo-label losses. */
  gamma: v.optional(number(), 2),
  /** β: weight of the contrastive loss. */
  beta: v.optional(number(), 2),
  /** τ of the contrastive loss. */
  temperature: v.optional(number({ aboveMin: true }), 0.5),
  /** Share of all steps on labeled videos alone, at the start; the others are not decoded either. */
  supervisedShare: v.optional(number({ max: 1 }), 0),
  /** Share of all steps, after those, in which γ and β grow linearly to their values. */
  rampShare: v.optional(number({ max: 1 }), 0.1),
});

const optimizerSchema = section({
  /** Peak learning rate of the primary model. 0.02 suits 8 labeled clips a step; scale it with their number. */
  learningRate: v.optional(number({ aboveMin: true }), 0.02),
  /** Peak learning rate of the auxiliary model; the primary's where it is left out. */
  auxiliaryLearningRate: v.exactOptional(number({ aboveMin: true })),
  /** Momentum of SGD. */
  momentum: v.optional(number({ max: 1 }), 0.9),
  /** Weight decay; biases, norms and embeddings are spared. */
  weightDecay: v.optional(number(), 1e-3),
  /** Share of all steps in which the learning rate grows linearly; afterwards it falls to zero as a cosine. */
  warmupShare: v.optional(number({ max: 1 }), 0.1),
  /** Largest norm of each model's gradient; longer ones are scaled to it. */
  maxGradientNorm: v.optional(number({ aboveMin: true }), 40),
  /**
   * Share that moving averages of weights and statistics keep at each step, 0.999 for example; they are
   * then what is evaluated and saved for use. None are kept where it is left out.
   */
  emaDecay: v.exactOptional(number({ max: 0.999_999 })),
});

const scheduleMessage = "must hold one of steps and epochs";
const accumulateMessage = "must hold as labeledPerStep a multiple of accumulate";

const scheduleSchema = v.pipe(
  section({
    /** Training steps of the run. */
    steps: v.exactOptional(whole({ min: 1 })),
    /** Passes over the unlabeled videos (supervised: over as many labeled ones); instead of `steps`. */
    epochs: v.exactOptional(whole({ min: 1 })),
    /** Labeled clips of a step. */
    labeledPerStep: v.optional(whole({ min: 1 }), 8),
    /** Unlabeled clips of a step for each labeled one. */
    unlabeledPerLabeled: v.optional(whole({ min: 1 }), 5),
    /**
     * Micro-batches that a step is computed in, to need less memory; divides `labeledPerStep`. Batch norm
     * and the contrastive loss then see a micro-batch each.
     */
    accumulate: v.optional(whole({ min: 1 }), 1),
    /**
     * Batches of training clips over which the statistics of batch norm are computed anew when the last
     * step is taken ("precise batch norm"; SlowFast takes 200). Where it is left out they stay the running
     * averages of the training, as in the paper, which names no other.
     */
    preciseBatches: v.exactOptional(whole({ min: 1 })),
  }),
  v.check(({ steps, epochs }) => (steps === undefined) !== (epochs === undefined), scheduleMessage),
  v.check(
    ({ labeledPerStep, accumulate }) => labeledPerStep % accumulate === 0,
    accumulateMessage,
  ),
);

const evaluateSchema = section({
  /** Clips of each test video, spread evenly over its length. */
  clips: v.optional(whole({ min: 1 }), 5),
  /** Square crops of each clip along its longer side: 3, or 1 in the middle. */
  crops: v.optional(v.picklist([1, 3], "must be 1 or 3"), 3),
  /** Videos, with all their views, that go through the networks at once; a matter of memory and time only. */
  videosAtOnce: v.optional(whole({ min: 1 }), 1),
});

const checkpointSchema = section({
  /** Steps between two checkpoints; one is also written at the end and when the run is interrupted. */
  everySteps: v.optional(whole({ min: 1 }), 100),
});

/** A run's configuration, as valibot schema. Every field states its unit and default; unknown keys are refused. */
export const configSchema = section({
  /** What the configuration is for: source, expected number, hardware, command. */
  about: v.optional(v.string("must be text"), ""),
  /** Seed of everything random: the labeled videos, initial weights, views, dropout. */
  seed: v.optional(whole({ max: 0xffff_ffff }), 0),
  data: v.optional(dataSchema, {}),
  clip: clipSchema,
  views: v.optional(viewsSchema, {}),
  /** The model that is trained for use: a name out of `MODEL_NAMES`, or an object with a `kind`. */
  primary: modelSchema,
  /** The model that teaches it. */
  auxiliary: modelSchema,
  /**
   * Safetensors files that training begins with, under the official PyTorch names and for as many classes.
   * Embeddings of clips of another size or number of frames are resized.
   */
  weights: v.optional(weightsSchema, {}),
  method: v.optional(methodSchema, {}),
  optimizer: v.optional(optimizerSchema, {}),
  schedule: scheduleSchema,
  evaluate: v.optional(evaluateSchema, {}),
  checkpoint: v.optional(checkpointSchema, {}),
  /** What computes: the processor, an NVIDIA GPU, or `auto` for a GPU where one can be used. */
  device: v.optional(oneOf(["auto", "cpu", "gpu"]), "auto"),
  /** In which the networks train: bf16 is faster where the hardware has it, which `auto` finds out. */
  precision: v.optional(oneOf(["float32", "bf16", "auto"]), "float32"),
  /** Videos between the source and the device at most; two steps' worth where it is left out. */
  credits: v.exactOptional(whole({ min: 1 })),
});

/** A checked configuration with its defaults filled in. */
export type Config = v.InferOutput<typeof configSchema>;
