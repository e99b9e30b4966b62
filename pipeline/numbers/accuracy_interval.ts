import { effectiveVideos } from "./effective_videos.ts";
import { mean } from "./mean.ts";
import { type Interval, wilsonInterval } from "./wilson_interval.ts";

/** An accuracy's 95 % interval, and what it rests on. */
export interface AccuracyInterval extends Interval {
  /** Number of the videos' sources. */
  readonly sources: number;
}

/**
 * Returns the 95 % interval of an accuracy: which accuracies over all such videos are likely, with
 * cuts of one source counted as what they are worth together.
 *
 * @param answers Whether each video was answered right, by its identity; at least one.
 */
export function accuracyInterval(answers: ReadonlyMap<string, boolean>): AccuracyInterval {
  const { count, sources } = effectiveVideos(answers);
  return { ...wilsonInterval(mean([...answers.values()].map(Number)), count), sources };
}
