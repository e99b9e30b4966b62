import type { ByName } from "../../operators/by_name.ts";
import type { Config } from "./config_type.ts";
import type { ClipRateConfig } from "./input_config.ts";

/** Returns the clips that a configuration takes from each window, by name. */
export function clipRates(
  { primary, auxiliary, others }: Config["clip"],
): ByName<ClipRateConfig> {
  return { primary, auxiliary, ...others };
}
