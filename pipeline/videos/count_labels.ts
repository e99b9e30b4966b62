import type { VideoEntry } from "../../datasets/mod.ts";

/** Returns how many of some videos have each label. */
export function countLabels(videos: readonly VideoEntry[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { label } of videos) {
    if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
