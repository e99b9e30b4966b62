import type { SlowResNetConfig } from "./slow_resnet_config.ts";
import type { SlowFastConfig } from "./slowfast_resnet_config.ts";
import type { TimeSformerConfig } from "./timesformer_config.ts";

/** A network as plain data. */
export type ModelConfig = SlowResNetConfig | SlowFastConfig | TimeSformerConfig;
