import type { Model } from "../networks/model.ts";

/**
 * Returns a function that gives the factor of the learning rate by the parameter's name: `decay` to
 * the power of the number of layers above it, as BEiT's and timm's layer decay.
 *
 * A layer is a ResNet's stem or one of its stages, or the TimeSformer's embeddings or one of its
 * blocks. The head, with the final norm, is the uppermost: its factor is 1, so that a new head
 * learns faster than the network below it.
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
  return (name) => decay ** (top - layerOf(name, config.kind, top));
}

/** The layer of a parameter, counted from 0 at the clips. */
function layerOf(name: string, kind: Model["config"]["kind"], top: number): number {
  const index = /^blocks\.(\d+)\./.exec(name)?.[1];
  // SlowFast's head has a number of its own behind the last stage and its pooling.
  if (kind !== "timesformer") return Math.min(Number(index), top);
  if (index !== undefined) return Number(index) + 1;
  return /^(?:norm|head)\./.test(name) ? top : 0;
}
