import type { Model } from "./model.ts";
import type { ModelConfig } from "./model_config.ts";
import { type ModelName, NAMED_CONFIGS } from "./named_configs.ts";
import { r3dResNet } from "./r3d_resnet.ts";
import { slowResNet } from "./slow_resnet.ts";
import { slowFastResNet } from "./slowfast_resnet.ts";
import { timeSformer } from "./timesformer.ts";
import { tsmResNet } from "./tsm_resnet.ts";

/**
 * Creates the network that a config describes, or a published network by its name.
 *
 * @throws {RangeError} If the config's fields do not fit one another.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, NAMED_CONFIGS } from "@actnetformer/deno/models";
 *
 * const published = createModel("timesformer_vit_s");
 * const own = createModel({ ...NAMED_CONFIGS.timesformer_vit_s, classes: 101 });
 * assert.deepEqual(published.parameters.at(-1)!.shape, [400]);
 * assert.deepEqual(own.parameters.at(-1)!.shape, [101]);
 * ```
 */
export function createModel(config: ModelConfig | ModelName): Model {
  if (typeof config === "string") return fromConfig(NAMED_CONFIGS[config], config);
  return fromConfig(config, config.kind);
}

function fromConfig(config: ModelConfig, name: string): Model {
  switch (config.kind) {
    case "slow-resnet":
      return slowResNet(config, name);
    case "slowfast-resnet":
      return slowFastResNet(config, name);
    case "r3d-resnet":
      return r3dResNet(config, name);
    case "tsm-resnet":
      return tsmResNet(config, name);
    case "timesformer":
      return timeSformer(config, name);
  }
}
