import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mean } from "../numbers/mean.ts";

/** Whether each test video was answered right, by seed and then by the video's identity. */
export type AnswersBySeed = ReadonlyMap<number, ReadonlyMap<string, boolean>>;

/** A difference of two accuracies, with what is sure of it. */
export interface Difference {
  /** First minus second accuracy, -1 to 1. */
  readonly mean: number;
  /** Lower end of the 95 % interval. */
  readonly low: number;
  /** Upper end of the 95 % interval. */
  readonly high: number;
  /** Number of seeds that both have. */
  readonly seeds: number;
  /** Number of test videos that both answered, with any seed. */
  readonly videos: number;
}

/** Draws of the bootstrap. */
const DRAWS = 4000;

/** Share of the draws that lies outside of the interval. */
const OUTSIDE = 0.05;

/** Seed of the draws, so that the same answers give the same interval. */
const SEED = 1;

/**
 * Compares two methods over the same test videos and seeds: the difference of their accuracies, and
 * its 95 % interval by a bootstrap (Efron 1979) over both, as other videos and other draws of the
 * labels would have given other numbers. Pairing by video and seed removes what is common to both
 * methods: that a video is hard, or the labels are well chosen.
 *
 * With few seeds the interval is a rough one: it rests on those that there are.
 *
 * @throws {RangeError} If no video was answered by both with the same seed.
 */
export function pairedDifference(first: AnswersBySeed, second: AnswersBySeed): Difference {
  const { rows, videos } = differencesOf(first, second);
  if (rows.length === 0 || videos === 0) {
    throw new RangeError(
      "Cannot compare two methods as both must have answered the same test videos: " +
        "no video was answered by both",
    );
  }
  const means = bootstrap(rows, videos);
  const tail = Math.floor(DRAWS * OUTSIDE / 2);
  return {
    mean: mean(rows.flatMap((row) => [...row].filter((value) => !Number.isNaN(value)))),
    low: means[tail]!,
    high: means[DRAWS - 1 - tail]!,
    seeds: rows.length,
    videos,
  };
}

/** For each seed, each video's difference in 1, 0, -1; NaN where one of the two has no answer. */
function differencesOf(
  first: AnswersBySeed,
  second: AnswersBySeed,
): { readonly rows: Float64Array[]; readonly videos: number } {
  const columns = new Map<string, number>();
  const pairs = [...first].flatMap(([seed, answers]) => {
    const others = second.get(seed);
    if (others === undefined) return [];
    const both = [...answers].filter(([video]) => others.has(video));
    for (const [video] of both) if (!columns.has(video)) columns.set(video, columns.size);
    return both.length === 0 ? [] : [{ both, others }];
  });
  const rows = pairs.map(({ both, others }) => {
    const row = new Float64Array(columns.size).fill(NaN);
    for (const [video, isRight] of both) {
      row[columns.get(video)!] = Number(isRight) - Number(others.get(video));
    }
    return row;
  });
  return { rows, videos: columns.size };
}

/** Means over seeds and videos that are drawn with replacement, sorted. */
function bootstrap(rows: readonly Float64Array[], videos: number): Float64Array {
  const random = xoroshiro128plus(SEED);
  const drawn = new Int32Array(videos);
  const means = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let index = 0; index < videos; index++) drawn[index] = uniformInt(random, 0, videos - 1);
    let sum = 0;
    let count = 0;
    for (let row = 0; row < rows.length; row++) {
      const values = rows[uniformInt(random, 0, rows.length - 1)]!;
      for (const column of drawn) {
        const value = values[column]!;
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
    }
    means[draw] = count === 0 ? 0 : sum / count;
  }
  return means.sort();
}
