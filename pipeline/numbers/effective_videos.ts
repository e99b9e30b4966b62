import { groupBySource } from "./group_by_source.ts";
import { sum } from "./sum.ts";

/** How many answers some answers are worth. */
export interface EffectiveVideos {
  /** Number of videos of different sources that would make the accuracy as certain. */
  readonly count: number;
  /** Number of the videos' sources. */
  readonly sources: number;
}

/**
 * Returns how many independent videos would make an accuracy as certain as these do: cuts of one
 * source are alike, so they count as fewer (the effective size of a sample; Kish 1965).
 *
 * @param answers Whether each video was answered right, by its identity; at least one.
 */
export function effectiveVideos(answers: ReadonlyMap<string, boolean>): EffectiveVideos {
  const right = [...answers.values()].map(Number);
  const accuracy = sum(right) / right.length;
  const sources = groupBySource([...answers.keys()]);
  const deviations = sources.map((videos) => sum(videos.map((video) => right[video]! - accuracy)));
  const single = right.length * accuracy * (1 - accuracy);
  const clustered = sum(deviations.map((deviation) => deviation ** 2));
  // All right or all wrong, they show nothing of how alike cuts are: entirely, for all one knows.
  const count = single === 0 ? sources.length : right.length * Math.min(1, single / clustered);
  return { count, sources: sources.length };
}
