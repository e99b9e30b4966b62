import type { ModelConfig } from "./model_config.ts";
import type { ResNetStages } from "./resnet_stages.ts";
import { checkTimeSformer } from "./timesformer_config.ts";

/**
 * Where the cells of a network's last map lie: cell `i` of a row or column is centered at the pixel
 * `first + pitch · i` of the frame that the network sees, counted from the center of pixel 0, and
 * those of the `i`th frame of the map at the frame `firstFrame + framePitch · i` of the clip.
 */
export interface FeatureGrid {
  /** Position of the first cell's center, in pixels. */
  readonly first: number;
  /** Distance of two cells' centers, in pixels. */
  readonly pitch: number;
  /** Position of the map's first frame, in frames of the clip. */
  readonly firstFrame: number;
  /** Distance of two frames of the map, in frames of the clip. */
  readonly framePitch: number;
}

/**
 * Returns where the cells of a network's last map lie: those of the features of a ResNet's last
 * stage, or the patches of a TimeSformer.
 *
 * All kernels of the ResNets are odd and padded by half of their extent, so that an output of a step
 * of 2 is centered at every second input, beginning with the first one: not where an image of so
 * few pixels would be scaled to. A pool over two frames lies between them.
 *
 * @throws {RangeError} If the config's fields do not fit one another.
 * @throws {TypeError} If the network has two last maps: SlowFast.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { featureGrid, NAMED_CONFIGS } from "@actnetformer/deno/models";
 *
 * const frames = { firstFrame: 0, framePitch: 1 };
 * assert.deepEqual(featureGrid(NAMED_CONFIGS.slow_r50), { first: 0, pitch: 32, ...frames });
 * const patches = featureGrid(NAMED_CONFIGS.timesformer_vit_s);
 * assert.deepEqual(patches, { first: 7.5, pitch: 16, ...frames });
 * ```
 */
export function featureGrid(config: ModelConfig): FeatureGrid {
  const everyFrame = { firstFrame: 0, framePitch: 1 };
  switch (config.kind) {
    case "slow-resnet":
    case "tsm-resnet":
      return { first: 0, pitch: pixelPitch(config), ...everyFrame };
    case "r3d-resnet": {
      const { temporalStrides: [first = 1, ...others], temporalPool } = config;
      const pool = temporalPool ? 2 : 1;
      return {
        first: 0,
        pitch: pixelPitch(config),
        firstFrame: first * (pool - 1) / 2,
        framePitch: [first, pool, ...others].reduce(multiply, 1),
      };
    }
    case "slowfast-resnet":
      throw new TypeError(
        "Cannot place the cells of a SlowFast network as its head must average one map: " +
          "it averages two",
      );
    case "timesformer":
      checkTimeSformer(config);
      return { first: (config.patch - 1) / 2, pitch: config.patch, ...everyFrame };
  }
}

function pixelPitch({ stemStride, stemPool, spatialStrides }: ResNetStages): number {
  return [stemStride, stemPool ? 2 : 1, ...spatialStrides].reduce(multiply, 1);
}

function multiply(product: number, factor: number): number {
  return product * factor;
}
