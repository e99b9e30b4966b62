/** Names of the published splits; `datasets/splits/README.md` says where they are from. */
export const PUBLISHED_SPLITS = [
  "ucf101-1pct",
  "ucf101-10pct",
  "hmdb51-40pct",
  "hmdb51-50pct",
  "hmdb51-60pct",
  "kinetics400-1pct",
  "kinetics400-10pct",
] as const;

/** Name of a published split. */
export type PublishedSplitName = typeof PUBLISHED_SPLITS[number];

/**
 * Returns whether a published split itself says which videos are for the test.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hasTestVideos } from "@actnetformer/deno/datasets";
 *
 * assert.ok(hasTestVideos("ucf101-1pct"));
 * assert.ok(!hasTestVideos("kinetics400-1pct"));
 * ```
 */
export function hasTestVideos(name: PublishedSplitName): boolean {
  return !name.startsWith("kinetics400");
}
