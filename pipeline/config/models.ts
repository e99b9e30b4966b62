import * as v from "valibot";
import { MODEL_NAMES, type ModelName, NAMED_CONFIGS } from "../../models/networks/named_configs.ts";
import type { ModelConfig } from "../../models/networks/model_config.ts";
import type { R3dConfig } from "../../models/networks/r3d_resnet_config.ts";
import type { SlowResNetConfig } from "../../models/networks/slow_resnet_config.ts";
import type { SlowFastConfig } from "../../models/networks/slowfast_resnet_config.ts";
import type { TimeSformerConfig } from "../../models/networks/timesformer_config.ts";
import type { TsmConfig } from "../../models/networks/tsm_resnet_config.ts";
import { fieldsOf, number, whole } from "./fields.ts";

/**
 * A published network by name, or a network as data, without what the clips and classes determine.
 */
export type ModelChoice =
  | ModelName
  | Omit<SlowResNetConfig, "classes">
  | Omit<SlowFastConfig, "classes">
  | Omit<R3dConfig, "classes">
  | Omit<TsmConfig, "classes">
  | Omit<TimeSformerConfig, "classes" | "size" | "frames">;

const stride = v.picklist([1, 2], "must be 1 or 2");
const STAGES = "must be a list of one number for each stage";

/** What the ResNets have in common. */
const resNetFields = {
  /** Channels after the stem; stage i works at width · 2^i. */
  width: whole({ min: 1 }),
  /** Height and width of the stem's kernel, in pixels; odd. */
  stemKernel: v.optional(odd(), 7),
  /** Stride of the stem, in pixels. */
  stemStride: v.optional(stride, 2),
  /** Whether a 1×3×3 max-pool of stride 2 follows the stem. */
  stemPool: v.optional(v.boolean("must be true or false"), true),
  /** Blocks of each stage. */
  depths: v.array(whole({ min: 1 }), STAGES),
  /** Stride of the first block of each stage, in pixels. */
  spatialStrides: v.array(stride, STAGES),
  /** Share of pooled features dropped before the classifier in training. */
  dropout: v.optional(number({ max: 1 }), 0.5),
};

/** `bottleneck` (T×1×1, 1×3×3, 1×1×1 to four times the width) or `basic` (T×3×3, 1×3×3) blocks. */
const block = v.picklist(["bottleneck", "basic"], "must be one of bottleneck, basic");

const slowResNetSchema = fieldsOf({
  kind: v.literal("slow-resnet"),
  block,
  ...resNetFields,
  /** Frames of the first kernel of each stage's blocks; odd. */
  temporalKernels: v.array(odd(), STAGES),
});

const slowFastSchema = fieldsOf({
  kind: v.literal("slowfast-resnet"),
  block,
  ...resNetFields,
  /** Frames of the fast pathway for each frame of the slow one; divides the clip's frames. */
  frameRatio: v.optional(whole({ min: 1 }), 4),
  /** Channels of the slow pathway for each channel of the fast one; divides `width`. */
  channelRatio: v.optional(whole({ min: 1 }), 8),
  /** Frames of the convolutions from the fast pathway into the slow one; odd. */
  fusionKernel: v.optional(odd(), 7),
  /** Frames of the first kernel of each stage's blocks in the slow pathway; odd. */
  slowKernels: v.array(odd(), STAGES),
  /** The same in the fast pathway. */
  fastKernels: v.array(odd(), STAGES),
});

const r3dSchema = fieldsOf({
  kind: v.literal("r3d-resnet"),
  ...resNetFields,
  /** Step in frames of the first block of each stage. */
  temporalStrides: v.array(stride, STAGES),
  /** Whether a 2×1×1 max-pool of stride 2 follows the first stage. */
  temporalPool: v.optional(v.boolean("must be true or false"), true),
});

const tsmSchema = fieldsOf({
  kind: v.literal("tsm-resnet"),
  ...resNetFields,
  /** One part in this many of the channels comes from the next frame, one from the one before. */
  shiftDivisor: v.optional(whole({ min: 2 }), 8),
  /** Whether the shortcuts of blocks get the exchanged channels, too, as in TCL's code. */
  shiftIdentity: v.optional(v.boolean("must be true or false"), false),
});

const timeSformerSchema = fieldsOf({
  kind: v.literal("timesformer"),
  /** Height and width of a patch, in pixels; divides `clip.size`. */
  patch: whole({ min: 1 }),
  /** Length of a token. */
  width: whole({ min: 1 }),
  /** Blocks. */
  depth: whole({ min: 1 }),
  /** Attention heads; divides `width`. */
  heads: whole({ min: 1 }),
  /** Hidden units of the MLP, as a multiple of `width`. */
  mlpRatio: v.optional(number({ aboveMin: true }), 4),
  /** Share of values dropped in training, 0 to 1. */
  dropout: v.optional(number({ max: 1 }), 0),
  /** Share of residual branches dropped in training at the last block; rises linearly from 0. */
  dropPath: v.optional(number({ max: 1 }), 0.1),
  /** Standard deviations of the initial values; the official ones if omitted. */
  initialStd: v.exactOptional(fieldsOf({
    /** Weights of the blocks' linear layers. Officially 0.02. */
    linear: v.exactOptional(number()),
    /** The class token and the spatial embedding. Officially 0.02. */
    spatial: v.exactOptional(number()),
    /** The temporal embedding. Officially 0. */
    temporal: v.exactOptional(number()),
    /** Weights of the linear layer after temporal attention. Officially 0. */
    temporalFc: v.exactOptional(number()),
  })),
});

const NAME_OR_OBJECT = `must be one of ${MODEL_NAMES.join(", ")}, or an object with a kind`;

/** Kinds of networks that can be given as data. */
const KINDS: readonly ModelConfig["kind"][] = [
  "slow-resnet",
  "slowfast-resnet",
  "r3d-resnet",
  "tsm-resnet",
  "timesformer",
];

const nameSchema = v.picklist(MODEL_NAMES, NAME_OR_OBJECT);
const objectSchema = v.variant(
  "kind",
  [slowResNetSchema, slowFastSchema, r3dSchema, tsmSchema, timeSformerSchema],
  ({ expected }) => expected === "Object" ? NAME_OR_OBJECT : `must be one of ${KINDS.join(", ")}`,
);

/** Schema of one network of the pair. */
export const modelSchema = v.lazy((input) => typeof input === "string" ? nameSchema : objectSchema);

/** What clips a model is to work on. */
export interface ModelClips {
  /** Height and width, in pixels. */
  readonly size: number;
  /** Frames of a clip. */
  readonly frames: number;
}

/**
 * Returns why a model cannot work on clips, as the rest of a sentence about it; undefined if it can.
 */
export function misfitOf(choice: ModelChoice, { size, frames }: ModelClips): string | undefined {
  const model = typeof choice === "string" ? NAMED_CONFIGS[choice] : choice;
  switch (model.kind) {
    case "timesformer":
      if (size % model.patch !== 0) {
        return `must have a patch (${model.patch}) that divides clip.size (${size})`;
      }
      return model.width % model.heads === 0 ? undefined : "must have heads that divide its width";
    case "slow-resnet": {
      const { depths, temporalKernels, spatialStrides } = model;
      return misfitOfStages({ depths, temporalKernels, spatialStrides });
    }
    case "r3d-resnet": {
      const { depths, spatialStrides, temporalStrides } = model;
      return misfitOfStages({ depths, spatialStrides, temporalStrides });
    }
    case "tsm-resnet": {
      const { depths, spatialStrides } = model;
      return misfitOfStages({ depths, spatialStrides });
    }
    case "slowfast-resnet": {
      const { depths, slowKernels, fastKernels, spatialStrides } = model;
      if (model.width % model.channelRatio !== 0) {
        return "must have a channelRatio that divides its width";
      }
      if (frames % model.frameRatio !== 0) {
        return `must have a frameRatio (${model.frameRatio}) that divides its clip's frames ` +
          `(${frames})`;
      }
      return misfitOfStages({ depths, slowKernels, fastKernels, spatialStrides });
    }
  }
}

function misfitOfStages(lists: Readonly<Record<string, readonly unknown[]>>): string | undefined {
  const lengths = new Set(Object.values(lists).map(({ length }) => length));
  if (lengths.size === 1) return undefined;
  const names = Object.keys(lists);
  const last = names.pop();
  return `must have ${names.join(", ")} and ${last} of equal length`;
}

function odd() {
  const message = "must be an odd whole number";
  return v.pipe(v.number(message), v.check((value) => value > 0 && value % 2 === 1, message));
}
