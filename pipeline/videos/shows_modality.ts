import type { Modality } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { clipRates } from "../config/clip_rates.ts";

/** Whether a clip of a configuration shows frames, their gradient, or their flow. */
export function showsModality(clip: Config["clip"], shown: Modality): boolean {
  return Object.values(clipRates(clip)).some(({ modality = "rgb" }) => modality === shown);
}
