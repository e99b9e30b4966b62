/** Names of the published divisions; their source is told in `datasets/splits/README.md`. */
export const PUBLISHED_SPLITS = [
  ...["ucf101-1pct", "ucf101-10pct"] as const,
  ...["hmdb51-40pct", "hmdb51-50pct", "hmdb51-60pct"] as const,
  ...["kinetics400-1pct", "kinetics400-10pct"] as const,
] as const;

/** Name of a published division. */
export type PublishedSplitName = typeof PUBLISHED_SPLITS[number];

/** Whether a published division itself says which videos are for the test. */
export function bringsTest(name: PublishedSplitName): boolean {
  return !name.startsWith("kinetics400");
}
