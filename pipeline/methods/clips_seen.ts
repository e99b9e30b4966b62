import type { ByName } from "../../operators/mod.ts";
import { clipRates } from "../config/clip_rates.ts";
import type { Config } from "../config/config.ts";
import type { ClipRateConfig } from "../config/input_config.ts";
import type { Method } from "./method.ts";

/**
 * Returns the clips that a method looks at, by name. A method that trains one network looks at the
 * auxiliary clip only if it says so; the windows are the same in any case, so that methods can be
 * compared.
 */
export function clipsSeen(
  { clip }: Pick<Config, "clip">,
  { dual, clips, optionalClips }: Pick<Method, "dual" | "clips" | "optionalClips">,
): ByName<ClipRateConfig> {
  const { auxiliary, ...others } = clipRates(clip);
  const isSeen = dual || Object.hasOwn({ ...clips, ...optionalClips }, "auxiliary");
  return isSeen && auxiliary !== undefined ? { ...others, auxiliary } : others;
}
