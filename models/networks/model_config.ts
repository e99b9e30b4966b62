import type { R3dConfig } from "./r3d_resnet_config.ts";
import type { SlowResNetConfig } from "./slow_resnet_config.ts";
import type { SlowFastConfig } from "./slowfast_resnet_config.ts";
import type { TimeSformerConfig } from "./timesformer_config.ts";
import type { TsmConfig } from "./tsm_resnet_config.ts";

/** A network as plain data. */
export type ModelConfig =
  | SlowResNetConfig
  | SlowFastConfig
  | R3dConfig
  | TsmConfig
  | TimeSformerConfig;
