import { type MeanInterval, meanInterval } from "./mean_interval.ts";

/** Whether each test video was answered right, by seed and then by the video's identity. */
export type AnswersBySeed = ReadonlyMap<number, ReadonlyMap<string, boolean>>;

/** A difference of accuracies, and its 95 % interval. */
export interface PairedDifference extends MeanInterval {
  /** Whether the two are right for the same videos, with each seed. */
  readonly isSame: boolean;
}

/**
 * Compares two methods over the same test videos and seeds: the difference of their accuracies, first
 * minus second, and its 95 % interval. Pairing by video and seed removes what is common to both
 * methods: that a video is hard, or the labels are well chosen.
 *
 * @returns Undefined if no video was answered by both with the same seed.
 */
export function pairedDifference(
  first: AnswersBySeed,
  second: AnswersBySeed,
): PairedDifference | undefined {
  const differences = [...first].map(([seed, answers]) => {
    const others = second.get(seed);
    const both = [...answers].flatMap(([video, isRight]): [string, number][] => {
      const isOtherRight = others?.get(video);
      return isOtherRight === undefined ? [] : [[video, Number(isRight) - Number(isOtherRight)]];
    });
    return [seed, new Map(both)] as const;
  });
  const interval = meanInterval(new Map(differences), { low: -1, high: 1 });
  if (interval === undefined) return undefined;
  const isSame = differences.every(([, ofVideo]) => ofVideo.values().every((value) => value === 0));
  return { ...interval, isSame };
}
