import type { SlowResNetConfig } from "../networks/slow_resnet_config.ts";
import type { TimeSformerConfig } from "../networks/timesformer_config.ts";
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
  switch (config.kind) {
    case "slow-resnet":
      return describeResNet("Slow", config, { "temporal kernels": config.temporalKernels });
    case "slowfast-resnet":
      return describeResNet("SlowFast", config, {
        "temporal kernels": config.slowKernels,
        "fast kernels": config.fastKernels,
        "frame ratio": [config.frameRatio],
        "channel ratio": [config.channelRatio],
        "fusion kernel": [config.fusionKernel],
      });
    case "r3d-resnet":
      return describeResNet("R3D", { ...config, block: "basic" }, {
        "temporal strides": config.temporalStrides,
      });
    case "tsm-resnet":
      return describeResNet("TSM", { ...config, block: "basic" }, {
        "shift divisor": [config.shiftDivisor],
      });
    case "timesformer":
      return describeTimeSformer(config);
  }
}

/** Numbers of the published ResNets, by what they are. */
const USUAL_NUMBERS: Readonly<Record<string, string>> = {
  "temporal kernels": "1-1-3-3",
  "fast kernels": "3-3-3-3",
  "frame ratio": "4",
  "channel ratio": "8",
  "fusion kernel": "7",
  "temporal strides": "1-2-2-2",
  "shift divisor": "8",
};

function describeResNet(
  family: string,
  { block, depths, width }: Pick<SlowResNetConfig, "block" | "depths" | "width">,
  numbers: Readonly<Record<string, readonly number[]>>,
): string {
  const unusual: string[] = [];
  const name = RESNET_NAMES[`${block} ${depths.join("-")}`];
  if (name === undefined) unusual.push(`${block} blocks ${depths.join("-")}`);
  if (width !== USUAL_WIDTH) unusual.push(`width ${width}`);
  for (const [what, values] of Object.entries(numbers)) {
    const text = values.join("-");
    if (text !== USUAL_NUMBERS[what]) unusual.push(`${what} ${text}`);
  }
  return withBrackets(`${family} ${name ?? "ResNet"}`, unusual);
}

function describeTimeSformer(
  { width, depth, patch }: Pick<TimeSformerConfig, "width" | "depth" | "patch">,
): string {
  const unusual: string[] = [];
  const name = VIT_NAMES[`${width} ${depth}`];
  if (name === undefined) unusual.push(`width ${width}`, `depth ${depth}`);
  if (patch !== USUAL_PATCH) unusual.push(`patch ${patch}`);
  return withBrackets(name === undefined ? "TimeSformer" : `TimeSformer ${name}`, unusual);
}

function withBrackets(name: string, unusual: readonly string[]): string {
  return unusual.length === 0 ? name : `${name} (${unusual.join(", ")})`;
}
