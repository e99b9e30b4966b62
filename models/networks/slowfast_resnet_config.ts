import {
  byStage,
  type LayerPlan,
  planStages,
  PYTORCHVIDEO_NAMES,
  requireOdd,
  requireSameStages,
  type StagesPlan,
} from "./_residual_plan.ts";
import type { ResNetStages } from "./resnet_stages.ts";

/**
 * A SlowFast network as plain data: a slow pathway, which sees few of a clip's frames, and a fast one
 * with few channels, which sees all of them.
 */
export interface SlowFastConfig extends ResNetStages {
  /** Distinguishes the config from those of other networks. */
  readonly kind: "slowfast-resnet";
  /** `bottleneck`: T×1×1, 1×3×3, 1×1×1 to four times the width; `basic`: T×3×3, 1×3×3. */
  readonly block: "bottleneck" | "basic";
  /** Frames of the fast pathway for each frame of the slow one (α). */
  readonly frameRatio: number;
  /** Channels of the slow pathway for each channel of the fast one (1/β). */
  readonly channelRatio: number;
  /** Extent in frames, odd, of the convolutions from the fast pathway into the slow one. */
  readonly fusionKernel: number;
  /** Extent in frames, odd, of the first kernel of each stage's blocks in the slow pathway. */
  readonly slowKernels: readonly number[];
  /** The same in the fast pathway. */
  readonly fastKernels: readonly number[];
}

/** The layers of one pathway. */
export interface PathwayPlan extends StagesPlan {
  readonly stem: LayerPlan;
}

/** The layers of a network, from which both its parameters and its forward pass are made. */
export interface SlowFastPlan {
  readonly slow: PathwayPlan;
  readonly fast: PathwayPlan;
  /**
   * The convolutions over frames that lead from the fast pathway into the slow one: behind the stem
   * and behind each stage but the last.
   */
  readonly fusions: readonly LayerPlan[];
  /** Name of the classifier. */
  readonly head: string;
}

/** Frames that the stem of the fast pathway covers. */
const FAST_STEM_FRAMES = 5;
/** Channels that a fusion adds to the slow pathway for each channel of the fast one. */
const FUSION_CHANNELS = 2;

/**
 * Plans the layers of a SlowFast network, under their official names.
 *
 * @throws {RangeError} If the lists for the stages differ in length, a kernel is even, or the
 * channels of the slow pathway are not a multiple of those of the fast one.
 */
export function planSlowFast(config: SlowFastConfig): SlowFastPlan {
  checkSlowFast(config);
  const { depths, width, channelRatio } = config;
  const narrow = width / channelRatio;
  const fused = (channels: number) => channels + FUSION_CHANNELS * channels / channelRatio;
  const slow = planPathway(config, {
    pathway: 0,
    width,
    stemFrames: 1,
    temporalKernels: config.slowKernels,
    inputOf: fused,
  });
  const fast = planPathway(config, {
    pathway: 1,
    width: narrow,
    stemFrames: FAST_STEM_FRAMES,
    temporalKernels: config.fastKernels,
    inputOf: (channels) => channels,
  });
  const outputs = fast.stages.slice(0, -1).map((blocks) => blocks[0]!.layers.at(-1)!.channels[1]);
  return {
    slow,
    fast,
    fusions: [narrow, ...outputs].map((channels, index) =>
      planFusion(index, channels, config.fusionKernel)
    ),
    head: `blocks.${depths.length + 2}.proj`,
  };
}

function planFusion(index: number, channels: number, frames: number): LayerPlan {
  const name = `blocks.${index}.multipathway_fusion`;
  return {
    convolution: `${name}.conv_fast_to_slow`,
    norm: `${name}.norm`,
    kernel: [frames, 1, 1],
    channels: [channels, FUSION_CHANNELS * channels],
    stride: 1,
  };
}

/** What distinguishes the pathways. */
interface PathwayOptions {
  /** 0 for the slow one. */
  readonly pathway: 0 | 1;
  /** Channels after the stem. */
  readonly width: number;
  /** Frames that the stem covers. */
  readonly stemFrames: number;
  readonly temporalKernels: readonly number[];
  /** Returns the channels that a stage gets, from those that the one before gave. */
  readonly inputOf: (channels: number) => number;
}

function planPathway(
  config: SlowFastConfig,
  { pathway, stemFrames, ...widths }: PathwayOptions,
): PathwayPlan {
  const { stemKernel, stemStride } = config;
  const nameOf = (part: number) => `blocks.${part}.multipathway_blocks.${pathway}`;
  const stem: LayerPlan = {
    convolution: `${nameOf(0)}.conv`,
    norm: `${nameOf(0)}.norm`,
    kernel: [stemFrames, stemKernel, stemKernel],
    channels: [3, widths.width],
    stride: stemStride,
  };
  const plan = planStages({
    ...config,
    ...widths,
    nameOf: (stage) => `${nameOf(stage + 1)}.res_blocks`,
    names: PYTORCHVIDEO_NAMES,
  });
  return { stem, ...plan };
}

function checkSlowFast(config: SlowFastConfig): void {
  const { depths, slowKernels, fastKernels, spatialStrides, stemKernel, fusionKernel, width } =
    config;
  requireSameStages("SlowFast network", { depths, slowKernels, fastKernels, spatialStrides });
  requireOdd("SlowFast network", {
    stemKernel,
    fusionKernel,
    ...byStage("slowKernels", slowKernels),
    ...byStage("fastKernels", fastKernels),
  });
  if (width % config.channelRatio === 0) return;
  throw new RangeError(
    "Cannot build a SlowFast network as 'channelRatio' must divide 'width': " +
      `current values are ${config.channelRatio} and ${width}`,
  );
}

/**
 * Returns which frames of a clip the slow pathway sees: evenly from the first to the last one, as
 * PyTorchVideo's and PySlowFast's `PackPathway`.
 *
 * @throws {RangeError} If `ratio` does not divide the number of frames.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { slowFrames } from "@actnetformer/deno/models";
 *
 * assert.deepEqual(slowFrames(32, 4), [0, 4, 8, 13, 17, 22, 26, 31]);
 * ```
 */
export function slowFrames(frames: number, ratio: number): number[] {
  if (frames % ratio !== 0) {
    throw new RangeError(
      `Cannot choose the slow pathway's frames as 'ratio' must divide 'frames': ` +
        `current values are ${ratio} and ${frames}`,
    );
  }
  const count = frames / ratio;
  if (count === 1) return [0];
  return Array.from(
    { length: count },
    (_, index) => Math.floor(index * (frames - 1) / (count - 1)),
  );
}
