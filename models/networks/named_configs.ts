import type { ModelConfig } from "./model_config.ts";
import type { R3dConfig } from "./r3d_resnet_config.ts";
import type { ResNetStages } from "./resnet_stages.ts";
import type { SlowResNetConfig } from "./slow_resnet_config.ts";
import type { SlowFastConfig } from "./slowfast_resnet_config.ts";
import type { TimeSformerConfig } from "./timesformer_config.ts";
import type { TsmConfig } from "./tsm_resnet_config.ts";

/** What the published ResNets have in common. */
const STAGES = {
  classes: 400,
  width: 64,
  stemKernel: 7,
  stemStride: 2,
  stemPool: true,
  spatialStrides: [1, 2, 2, 2],
  dropout: 0.5,
} as const satisfies Partial<ResNetStages>;

/** Blocks of the stages, by the number of layers. */
const DEPTHS = { 18: [2, 2, 2, 2], 50: [3, 4, 6, 3] } as const;

const SLOW_R50: SlowResNetConfig = {
  ...STAGES,
  kind: "slow-resnet",
  block: "bottleneck",
  depths: DEPTHS[50],
  temporalKernels: [1, 1, 3, 3],
};

const SLOWFAST_R50: SlowFastConfig = {
  ...STAGES,
  kind: "slowfast-resnet",
  block: "bottleneck",
  depths: DEPTHS[50],
  frameRatio: 4,
  channelRatio: 8,
  fusionKernel: 7,
  slowKernels: [1, 1, 3, 3],
  fastKernels: [3, 3, 3, 3],
};

const R3D_18: R3dConfig = {
  ...STAGES,
  kind: "r3d-resnet",
  depths: DEPTHS[18],
  temporalStrides: [1, 2, 2, 2],
  temporalPool: true,
};

const TSM_R18: TsmConfig = {
  ...STAGES,
  kind: "tsm-resnet",
  depths: DEPTHS[18],
  shiftDivisor: 8,
  shiftIdentity: false,
};

const TIMESFORMER_VIT_S: TimeSformerConfig = {
  kind: "timesformer",
  classes: 400,
  size: 224,
  frames: 8,
  patch: 16,
  width: 384,
  depth: 12,
  heads: 6,
  mlpRatio: 4,
  dropout: 0,
  dropPath: 0.1,
};

/**
 * The published networks at 400 classes (Kinetics-400).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NAMED_CONFIGS } from "@actnetformer/deno/models";
 *
 * const ucf101 = { ...NAMED_CONFIGS.slow_r50, classes: 101 };
 * assert.deepEqual(ucf101.depths, [3, 4, 6, 3]);
 * ```
 */
export const NAMED_CONFIGS = {
  /** PySlowFast's and PyTorchVideo's Slow-only R50 8×8: 32,454,096 parameters. */
  slow_r50: SLOW_R50,
  /** The same network at a quarter of the width, CMPL's auxiliary one: 2,194,080 parameters. */
  slow_r50_quarter: { ...SLOW_R50, width: 16 },
  /** Slow-only R50 with basic blocks: 20.2 million parameters. */
  slow_r18: { ...SLOW_R50, block: "basic", depths: DEPTHS[18] },
  /** PySlowFast's and PyTorchVideo's SlowFast R50 8×8: 34,566,488 parameters. */
  slowfast_r50: SLOWFAST_R50,
  /** The R3D-18 of Learning from Temporal Gradient: 33,371,472 parameters. */
  r3d_18: R3D_18,
  /** The Temporal Shift Module on torchvision's ResNet-18: 11,381,712 parameters. */
  tsm_r18: TSM_R18,
  /** Divided space-time, ViT-S: 30,702,352 parameters. */
  timesformer_vit_s: TIMESFORMER_VIT_S,
  /** Divided space-time, ViT-B: 121,566,352 parameters. */
  timesformer_vit_b: { ...TIMESFORMER_VIT_S, width: 768, heads: 12 },
} as const satisfies Record<string, ModelConfig>;

/** Name of a published network. */
export type ModelName = keyof typeof NAMED_CONFIGS;

/** Names of the published networks. */
export const MODEL_NAMES = Object.keys(NAMED_CONFIGS) as readonly ModelName[];
