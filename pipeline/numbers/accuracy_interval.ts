import { groupBySource } from "./group_by_source.ts";
import { sum } from "./sum.ts";
import { type Interval, wilsonInterval } from "./wilson_interval.ts";

/** An accuracy's 95 % interval, and what it rests on. */
export interface AccuracyInterval extends Interval {
  /** Number of the videos' sources. */
  readonly sources: number;
}

/**
 * Returns the 95 % interval of an accuracy: which accuracies over all such videos are likely. Cuts of
 * one source are alike, so they count as fewer videos: as many as would make the accuracy as certain
 * if each were of another source (the effective size of a sample; Kish 1965).
 *
 * @param answers Whether each video was answered right, by its identity; at least one.
 */
export function accuracyInterval(answers: ReadonlyMap<string, boolean>): AccuracyInterval {
  const right = [...answers.values()].map(Number);
  const accuracy = sum(right) / right.length;
  const sources = groupBySource([...answers.keys()]);
  const deviations = sources.map((videos) => sum(videos.map((video) => right[video]! - accuracy)));
  const single = right.length * accuracy * (1 - accuracy);
  const clustered = sum(deviations.map((deviation) => deviation ** 2));
  // All right or all wrong, they show nothing of how alike cuts are: entirely, for all one knows.
  const count = single === 0 ? sources.length : right.length * Math.min(1, single / clustered);
  return { ...wilsonInterval(accuracy, count), sources: sources.length };
}
