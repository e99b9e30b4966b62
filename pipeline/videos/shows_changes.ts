import type { Config } from "../config/config.ts";
import { clipRates } from "../config/clip_rates.ts";

/**
 * Whether a clip shows changes from frame to frame, gradient or flow: windows then need the frames
 * that follow theirs in the file.
 */
export function showsChanges(clip: Config["clip"]): boolean {
  return Object.values(clipRates(clip)).some(({ modality = "rgb" }) => modality !== "rgb");
}
