import type { Model } from "./model.ts";
import type { ModelConfig } from "./model_config.ts";
import { type ModelName, NAMED_CONFIGS } from "./named_configs.ts";
import { slowResNet } from "./slow_resnet.ts";
import { timeSformer } from "./timesformer.ts";

/**
 * The network that a config describes.
 *
 * @throws {RangeError} when the config's fields do not fit one another
 */
export function createModel(config: ModelConfig | ModelName): Model {
  if (typeof config === "string") return fromConfig(NAMED_CONFIGS[config], config);
  return fromConfig(config, config.kind);
}

function fromConfig(config: ModelConfig, name: string): Model {
  switch (config.kind) {
    case "slow-resnet":
      return slowResNet(config, name);
    case "timesformer":
      return timeSformer(config, name);
  }
}
