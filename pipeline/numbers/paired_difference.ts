import { type MeanInterval, meanInterval } from "./mean_interval.ts";

/** Whether each test video was answered right, by seed and then by the video's identity. */
export type AnswersBySeed = ReadonlyMap<number, ReadonlyMap<string, boolean>>;

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
): MeanInterval | undefined {
  const differences = [...first].map(([seed, answers]) => {
    const others = second.get(seed);
    const both = [...answers].flatMap(([video, isRight]): [string, number][] => {
      const isOtherRight = others?.get(video);
      return isOtherRight === undefined ? [] : [[video, Number(isRight) - Number(isOtherRight)]];
    });
    return [seed, new Map(both)] as const;
  });
  return meanInterval(new Map(differences));
}
