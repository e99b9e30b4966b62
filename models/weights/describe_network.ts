import type { ModelConfig } from "../networks/model_config.ts";
import type { NetworkWithoutClasses } from "./recognized_network.ts";

/** Numbers of layers that ResNets are named after, by the block and the depths of their stages. */
const RESNET_NAMES: Readonly<Record<string, string>> = {
  "basic 2-2-2-2": "R18",
  "basic 3-4-6-3": "R34",
  "bottleneck 3-4-6-3": "R50",
  "bottleneck 3-4-23-3": "R101",
  "bottleneck 3-8-36-3": "R152",
};

/** Names of ViTs by width and depth. */
const VIT_NAMES: Readonly<Record<string, string>> = {
  "192 12": "ViT-Ti",
  "384 12": "ViT-S",
  "768 12": "ViT-B",
  "1024 24": "ViT-L",
  "1280 32": "ViT-H",
};

const USUAL_WIDTH = 64;
const USUAL_KERNELS = "1,1,3,3";
const USUAL_PATCH = 16;

/**
 * Returns a network's name for people, such as "Slow R50" or "TimeSformer ViT-S"; what is unusual
 * in it is in brackets.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { describeNetwork, NAMED_CONFIGS } from "@actnetformer/deno/models";
 *
 * assert.equal(describeNetwork(NAMED_CONFIGS.slow_r50), "Slow R50");
 * assert.equal(describeNetwork({ ...NAMED_CONFIGS.slow_r50, width: 16 }), "Slow R50 (width 16)");
 * ```
 */
export function describeNetwork(config: ModelConfig | NetworkWithoutClasses): string {
  const unusual: string[] = [];
  if (config.kind === "slow-resnet") {
    const depths = config.depths.join("-");
    const name = RESNET_NAMES[`${config.block} ${depths}`];
    if (name === undefined) unusual.push(`${config.block} blocks ${depths}`);
    if (config.width !== USUAL_WIDTH) unusual.push(`width ${config.width}`);
    if (`${config.temporalKernels}` !== USUAL_KERNELS) {
      unusual.push(`temporal kernels ${config.temporalKernels.join("-")}`);
    }
    return withBrackets(`Slow ${name ?? "ResNet"}`, unusual);
  }
  const name = VIT_NAMES[`${config.width} ${config.depth}`];
  if (name === undefined) unusual.push(`width ${config.width}`, `depth ${config.depth}`);
  if (config.patch !== USUAL_PATCH) unusual.push(`patch ${config.patch}`);
  return withBrackets(name === undefined ? "TimeSformer" : `TimeSformer ${name}`, unusual);
}

function withBrackets(name: string, unusual: readonly string[]): string {
  return unusual.length === 0 ? name : `${name} (${unusual.join(", ")})`;
}
