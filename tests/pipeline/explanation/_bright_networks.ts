import * as v from "valibot";
import type { Model } from "../../../models/mod.ts";
import type { TrainingState } from "../../../operators/mod.ts";
import type { Config } from "../../../pipeline/config/config.ts";
import { configSchema } from "../../../pipeline/config/schema.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import type { Trained } from "../../../pipeline/evaluation/read_trained.ts";
import { tf } from "../../../runtime/mod.ts";

/** Classes of the networks: the second one is what is bright. */
export const BRIGHT_CLASSES = ["dark", "bright"];

/** Side of the square that the networks see, in pixels; frames are as high. */
export const SIDE = 32;

/** Three squares of each clip; windows of 8 frames at 7.5 per second. */
export const BRIGHT_CONFIG: Config = v.parse(configSchema, {
  clip: {
    size: SIDE,
    decodeShortSide: SIDE,
    primary: { frames: 4, stride: 8 },
    auxiliary: { frames: 8, stride: 4 },
  },
  primary: {
    kind: "slow-resnet",
    block: "basic",
    width: 4,
    stemKernel: 3,
    stemStride: 2,
    stemPool: false,
    depths: [1],
    temporalKernels: [3],
    spatialStrides: [2],
    dropout: 0,
  },
  auxiliary: {
    kind: "timesformer",
    patch: 8,
    width: 4,
    depth: 1,
    heads: 1,
    mlpRatio: 1,
    dropout: 0,
    dropPath: 0,
  },
  schedule: { steps: 1 },
  evaluate: { clips: 5, crops: 3 },
});

/** Values by their position. */
type Entries = readonly (readonly [value: number, ...position: number[]])[];

/**
 * Networks made by hand that must look at what is bright: the ResNet's only feature is brightness,
 * and the transformer's class token attends to bright patches. The state is the caller's to dispose.
 */
export function brightNetworks(): Trained {
  const networks = createNetworks(BRIGHT_CONFIG, { dual: true, classes: BRIGHT_CLASSES.length });
  const state: TrainingState = {
    primary: stateOf(networks.primary, {
      "blocks.0.conv.weight": [0, 1, 2].map((color) => [1 / 3, 0, 1, 1, color, 0]),
      "blocks.0.norm.weight": ones(4),
      "blocks.1.res_blocks.0.branch1_conv.weight": [[1, 0, 0, 0, 0, 0]],
      "blocks.1.res_blocks.0.branch1_norm.weight": ones(4),
      "blocks.2.proj.weight": [[-1, 0, 0], [1, 1, 0]],
    }),
    auxiliary: stateOf(networks.auxiliary!, {
      "cls_token": [[1, 0, 0, 2], [-1, 0, 0, 3]],
      "patch_embed.proj.weight": [0, 1].flatMap((channel) => patchMean(channel)),
      // Black, which is -2 after the normalization, becomes 0.
      "patch_embed.proj.bias": [[2, 0], [-2, 1], [1, 2], [-1, 3]],
      "blocks.0.norm1.weight": ones(4),
      // Queries are constant, keys are brightness.
      "blocks.0.attn.qkv.weight": [[4, 0, 2], [4, 4, 0]],
    }),
  };
  return { networks, state };
}

function ones(length: number): Entries {
  return Array.from({ length }, (_, index) => [1, index] as const);
}

/** The mean over a patch, or its negative for the second channel. */
function patchMean(channel: number): Entries {
  const sign = channel === 0 ? 1 : -1;
  return Array.from({ length: 3 * 64 }, (_, index) => {
    const pixel = index % 64;
    return [sign / 192, channel, Math.floor(index / 64), pixel >> 3, pixel & 7] as const;
  });
}

function stateOf(model: Model, entries: Readonly<Record<string, Entries>>) {
  const { parameters: drawn, statistics } = model.initialize(1);
  tf.dispose(drawn);
  const parameters = Object.fromEntries(model.parameters.map(({ name, shape }) => {
    const values = tf.buffer([...shape]);
    for (const [value, ...position] of entries[name] ?? []) values.set(value, ...position);
    return [name, values.toTensor()];
  }));
  return { parameters, statistics, momentum: {} };
}
