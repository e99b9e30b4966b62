import { isOfProjection } from "../networks/is_of_projection.ts";
import type { Model } from "../networks/model.ts";

/**
 * Returns a function that gives the factor of the learning rate by the parameter's name: `decay` to
 * the power of the number of layers above it, as BEiT's and timm's layer decay.
 *
 * A layer is a ResNet's stem or one of its stages, or the TimeSformer's embeddings or one of its
 * blocks. The head, with the final norm, is the uppermost, and so is a projection head: their factor
 * is 1, so that a new head learns faster than the network below it.
 *
 * @param decay In (0, 1]; 1 gives 1 for all.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, layerRates } from "@actnetformer/deno/models";
 *
 * const rateOf = layerRates(createModel("slow_r50"), 0.5);
 * assert.equal(rateOf("blocks.5.proj.weight"), 1);
 * assert.equal(rateOf("blocks.4.res_blocks.0.branch2.conv_a.weight"), 0.5);
 * assert.equal(rateOf("blocks.0.conv.weight"), 1 / 32);
 * ```
 */
export function layerRates(
  { config }: Pick<Model, "config">,
  decay: number,
): (name: string) => number {
  const top = (config.kind === "timesformer" ? config.depth : config.depths.length) + 1;
  const layerOf = LAYERS[config.kind];
  return (name) => isOfProjection(name) ? 1 : decay ** (top - layerOf(name, top));
}

/** Returns the layer of a parameter, counted from 0 at the clips; `top` is that of the head. */
type LayerOf = (name: string, top: number) => number;

const LAYERS: Readonly<Record<Model["config"]["kind"], LayerOf>> = {
  "slow-resnet": blockNumber,
  // The number of its head counts the pooling behind the last stage, too.
  "slowfast-resnet": (name, top) => Math.min(blockNumber(name), top),
  "r3d-resnet": stageNumber,
  "tsm-resnet": stageNumber,
  "timesformer": (name, top) => {
    if (/^blocks\./.test(name)) return blockNumber(name) + 1;
    return /^(?:norm|head)\./.test(name) ? top : 0;
  },
};

/** The number of PyTorchVideo's and TimeSformer's names, such as "blocks.4.proj.weight". */
function blockNumber(name: string): number {
  return Number(/^blocks\.(\d+)\./.exec(name)?.[1]);
}

/** The number of a stage of torchvision's and MMAction2's names; other parts are stem and head. */
function stageNumber(name: string, top: number): number {
  const stage = /\.layer(\d+)\./.exec(name)?.[1];
  if (stage !== undefined) return Number(stage);
  return /^(?:backbone|base_model)\./.test(name) ? 0 : top;
}
