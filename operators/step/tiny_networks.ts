import { createModel, type Model } from "../../models/mod.ts";

/**
 * Returns two networks of a few thousand parameters, to try or test operators and methods of your
 * own: a ResNet, and a TimeSformer for clips of two frames of 8 × 8 pixels.
 *
 * @param classes Length of the logits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { tinyNetworks } from "@actnetformer/deno/operators";
 *
 * const { primary, auxiliary } = tinyNetworks(10);
 * assert.equal(primary.config.classes, 10);
 * assert.equal(auxiliary.config.kind, "timesformer");
 * ```
 */
export function tinyNetworks(
  classes = 4,
): { readonly primary: Model; readonly auxiliary: Model } {
  const primary = createModel({
    kind: "slow-resnet",
    classes,
    block: "basic",
    width: 4,
    stemKernel: 3,
    stemStride: 1,
    stemPool: false,
    depths: [1, 1],
    temporalKernels: [3, 1],
    spatialStrides: [1, 2],
    dropout: 0.2,
  });
  const auxiliary = createModel({
    kind: "timesformer",
    classes,
    size: 8,
    frames: 2,
    patch: 4,
    width: 8,
    depth: 1,
    heads: 2,
    mlpRatio: 2,
    dropout: 0,
    dropPath: 0.1,
  });
  return { primary, auxiliary };
}
