import type { Config } from "../config/config.ts";
import { clipRates } from "../config/clip_rates.ts";

/**
 * Whether a clip shows changes from frame to frame, gradient or flow: windows then need the frames
 * that follow theirs in the file.
 *
 * @param use In a test only the clips of the networks' names are looked at.
 */
export function showsChanges(
  { others, ...clip }: Config["clip"],
  use: "training" | "test" = "training",
): boolean {
  const seen = others === undefined || use === "test" ? clip : { ...clip, others };
  return Object.values(clipRates(seen)).some(({ modality = "rgb" }) => modality !== "rgb");
}
