import type { ModelConfig } from "./model_config.ts";
import { checkTimeSformer } from "./timesformer_config.ts";

/**
 * Where the cells of a network's last map over a frame lie: cell `i` is centered at the pixel
 * `first + pitch · i` of the frame that the network sees, counted from the center of pixel 0, in
 * both directions.
 */
export interface FeatureGrid {
  /** Position of the first cell's center, in pixels. */
  readonly first: number;
  /** Distance of two cells' centers, in pixels. */
  readonly pitch: number;
}

/**
 * Returns where the cells of a network's last map lie: those of the features of a ResNet's last
 * stage, or the patches of a TimeSformer.
 *
 * All kernels of the ResNet are odd and padded by half of their extent, so that an output of a step
 * of 2 is centered at every second input, beginning with the first one: not where an image of so
 * few pixels would be scaled to.
 *
 * @throws {RangeError} If the config's fields do not fit one another.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { featureGrid, NAMED_CONFIGS } from "@actnetformer/deno/models";
 *
 * assert.deepEqual(featureGrid(NAMED_CONFIGS.slow_r50), { first: 0, pitch: 32 });
 * assert.deepEqual(featureGrid(NAMED_CONFIGS.timesformer_vit_s), { first: 7.5, pitch: 16 });
 * ```
 */
export function featureGrid(config: ModelConfig): FeatureGrid {
  switch (config.kind) {
    case "slow-resnet": {
      const strides = [config.stemStride, config.stemPool ? 2 : 1, ...config.spatialStrides];
      return { first: 0, pitch: strides.reduce<number>((product, stride) => product * stride, 1) };
    }
    case "timesformer":
      checkTimeSformer(config);
      return { first: (config.patch - 1) / 2, pitch: config.patch };
  }
}
