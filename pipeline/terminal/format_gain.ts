import type { PairedDifference } from "../numbers/paired_difference.ts";
import { signedPercent } from "./signed_percent.ts";

/** Says how much more of the answers are right, in points, with the 95 % interval. */
export function formatGain({ mean, low, high, isSame }: PairedDifference): string {
  if (isSame) return "right for the same videos";
  return `${signedPercent(mean)} (${signedPercent(low)} to ${signedPercent(high)})`;
}
