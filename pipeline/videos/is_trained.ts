import type { VideoPart } from "../run/kept_videos.ts";

/** Whether networks are trained on a part; by the validation only their best weights are chosen. */
export function isTrained(part: VideoPart): boolean {
  return part === "labeled" || part === "unlabeled";
}
