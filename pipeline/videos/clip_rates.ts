import type { ByName } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { ClipRateConfig } from "../config/input_config.ts";

/** Returns the clips that a configuration takes from each window, by name. */
export function clipRates(
  { primary, auxiliary, others }: Config["clip"],
): ByName<ClipRateConfig> {
  return { primary, auxiliary, ...others };
}
