import * as v from "valibot";
import type { Config } from "./config_type.ts";
import { dataSchema } from "./data_schema.ts";
import { named, number, oneOf, perChannel, section, text, whole, wordOrModule } from "./fields.ts";
import { modelSchema } from "./models.ts";
import { viewsSchema } from "./views_schema.ts";

const normalizationSchema = section({
  mean: v.optional(perChannel({ max: 1 }), 0.45),
  std: v.optional(perChannel({ aboveMin: true, max: 1 }), 0.225),
});

/** One clip. Strides count frames at 30 per second, whatever the file's own rate. */
const rateSchema = section({
  frames: whole({ min: 1 }),
  stride: whole({ min: 1 }),
  modality: v.exactOptional(oneOf(["rgb", "gradient", "flow"])),
  normalization: v.exactOptional(normalizationSchema),
});

const clipSchema = section({
  size: whole({ min: 8 }),
  decodeShortSide: whole({ min: 8 }),
  primary: rateSchema,
  auxiliary: rateSchema,
  others: v.exactOptional(named(rateSchema)),
  normalization: v.optional(normalizationSchema, {}),
});

const SHA256 = "must be a SHA-256 of 64 hexadecimal digits";

const originSchema = section({
  sha256: v.pipe(v.string(SHA256), v.regex(/^[0-9a-f]{64}$/, SHA256)),
  run: v.exactOptional(text()),
  step: v.exactOptional(whole()),
});

const weightsSchema = section({
  primary: v.exactOptional(text()),
  auxiliary: v.exactOptional(text()),
  primaryOrigin: v.exactOptional(originSchema),
  auxiliaryOrigin: v.exactOptional(originSchema),
});

const METHOD_NAMES = [
  "actnetformer",
  "after-danet",
  "after-nccl",
  "after-tacl",
  "cmpl",
  "fixmatch",
  "fixmatch-aligned",
  "ltg",
  "mvpl",
  "own-first",
  "supervised",
  "svformer",
  "tcl",
] as const;

/** A method that comes with the program. */
export type MethodName = typeof METHOD_NAMES[number];

const methodSchema = section({
  name: v.optional(wordOrModule(METHOD_NAMES), "actnetformer"),
  threshold: v.optional(number({ max: 1 }), 0.8),
  gamma: v.optional(number(), 2),
  beta: v.optional(number(), 2),
  temperature: v.optional(number({ aboveMin: true }), 0.5),
  supervisedShare: v.optional(number({ max: 1 }), 0),
  rampShare: v.optional(number({ max: 1 }), 0.1),
  weights: v.exactOptional(named(number())),
  bank: v.exactOptional(whole({ min: 1 })),
});

const FROZEN = "must be a list of the beginnings of parameter names, such as blocks.0";

const optimizerSchema = section({
  learningRate: v.optional(number({ aboveMin: true }), 0.02),
  auxiliaryLearningRate: v.exactOptional(number({ aboveMin: true })),
  momentum: v.optional(number({ max: 1 }), 0.9),
  weightDecay: v.optional(number(), 1e-3),
  warmupShare: v.optional(number({ max: 1 }), 0.1),
  maxGradientNorm: v.optional(number({ aboveMin: true }), 40),
  frozen: v.exactOptional(v.array(text(), FROZEN)),
  layerDecay: v.exactOptional(number({ aboveMin: true, max: 1 })),
  emaDecay: v.exactOptional(number({ max: 0.999_999 })),
});

const STEPS_OR_EPOCHS = "must have either steps or epochs";

const scheduleSchema = v.pipe(
  section({
    steps: v.exactOptional(whole({ min: 1 })),
    epochs: v.exactOptional(whole({ min: 1 })),
    labeledPerStep: v.optional(whole({ min: 1 }), 8),
    unlabeledPerLabeled: v.optional(whole({ min: 1 }), 5),
    accumulate: v.optional(whole({ min: 1 }), 1),
    preciseBatches: v.exactOptional(whole({ min: 1 })),
  }),
  v.check(({ steps, epochs }) => (steps === undefined) !== (epochs === undefined), STEPS_OR_EPOCHS),
);

const workersSchema = section({
  syncBatchNorm: v.optional(v.boolean("must be true or false"), false),
  contrast: v.optional(oneOf(["all", "own"]), "all"),
  gradients: v.optional(oneOf(["float32", "bf16"]), "float32"),
});

const evaluateSchema = section({
  everySteps: v.exactOptional(whole({ min: 1 })),
  patience: v.exactOptional(whole({ min: 1 })),
  clips: v.optional(whole({ min: 1 }), 5),
  crops: v.optional(v.picklist([1, 3], "must be 1 or 3"), 3),
  videosAtOnce: v.optional(whole({ min: 1 }), 1),
  precision: v.optional(oneOf(["float32", "bf16"]), "float32"),
});

const checkpointSchema = section({
  everySteps: v.optional(whole({ min: 1 }), 100),
});

/** The fields of a configuration, described by {@linkcode Config}; unknown keys are refused. */
export const configFields = section({
  about: v.optional(v.string("must be text"), ""),
  seed: v.optional(whole({ max: 0xffff_ffff }), 0),
  data: v.optional(dataSchema, {}),
  clip: clipSchema,
  views: v.optional(viewsSchema, {}),
  primary: modelSchema,
  auxiliary: modelSchema,
  weights: v.optional(weightsSchema, {}),
  method: v.optional(methodSchema, {}),
  optimizer: v.optional(optimizerSchema, {}),
  schedule: scheduleSchema,
  workers: v.optional(workersSchema, {}),
  evaluate: v.optional(evaluateSchema, {}),
  checkpoint: v.optional(checkpointSchema, {}),
  device: v.optional(oneOf(["auto", "cpu", "gpu"]), "auto"),
  precision: v.optional(oneOf(["float32", "bf16", "auto"]), "float32"),
  credits: v.exactOptional(whole({ min: 1 })),
});

/**
 * Schema of a run's configuration: what {@linkcode configFields} accepts, with the defaults filled
 * in.
 */
export const configSchema: v.GenericSchema<unknown, Config> = configFields;
