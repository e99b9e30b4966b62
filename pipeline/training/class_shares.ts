import type { VideoSource } from "../../operators/mod.ts";

/** Counts for a class without any video: its share must be above 0. */
const LEAST = 0.5;

/**
 * Returns the share of the labeled videos that each class has; of a class without any that of half a
 * video.
 */
export function classShares(labeled: readonly VideoSource[], classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const { label } of labeled) {
    if (label !== null) counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts.map((count) => Math.max(count, LEAST) / labeled.length);
}
