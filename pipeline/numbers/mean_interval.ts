import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { groupBySource } from "./group_by_source.ts";
import { mean } from "./mean.ts";
import type { Interval } from "./wilson_interval.ts";

/**
 * A number for each test video, by the run's seed and then by the video's identity; true counts as 1,
 * false as 0.
 */
export type ValuesBySeed = ReadonlyMap<number, ReadonlyMap<string, number | boolean>>;

/** A mean over seeds and test videos, and its 95 % interval. */
export interface MeanInterval extends Interval {
  readonly mean: number;
  /** Number of seeds that have values. */
  readonly seeds: number;
  /** Number of videos that have a value, with any seed. */
  readonly videos: number;
  /** Number of their sources. */
  readonly sources: number;
}

/** Draws of the bootstrap. */
const DRAWS = 4000;

/** Share of the draws that lies outside of the interval. */
const OUTSIDE = 0.05;

/** Seed of the draws, so that the same values give the same interval. */
const SEED = 1;

/**
 * Returns the mean of values, and its 95 % interval by a bootstrap (Efron 1979) over both seeds and
 * videos, as other videos and other draws of the labels would have given other numbers. Cuts of one
 * source, which the names of UCF-101's videos show, are drawn together: they are alike. Only if all
 * videos are of one source they are drawn singly.
 *
 * With few seeds the interval is a rough one: it rests on those that there are.
 *
 * @returns Undefined if there is no value.
 */
export function meanInterval(values: ValuesBySeed): MeanInterval | undefined {
  const seeds = [...values.values()].filter(({ size }) => size > 0);
  if (seeds.length === 0) return undefined;
  const videos = [...new Set(seeds.flatMap((ofVideo) => [...ofVideo.keys()]))];
  const rows = seeds.map((ofVideo) =>
    Float64Array.from(videos, (video) => Number(ofVideo.get(video) ?? NaN))
  );
  const sources = groupBySource(videos);
  const means = drawMeans(rows, sources.length > 1 ? sources : videos.map((_, video) => [video]));
  const tail = Math.floor(means.length * OUTSIDE / 2);
  return {
    mean: mean(seeds.flatMap((ofVideo) => [...ofVideo.values()].map(Number))),
    low: means[tail]!,
    high: means[means.length - 1 - tail]!,
    seeds: rows.length,
    videos: videos.length,
    sources: sources.length,
  };
}

/**
 * Returns means over seeds and sources that are drawn with replacement, sorted.
 *
 * @param rows For each seed the value of each video, NaN where there is none.
 * @param sources The columns of the videos of each source.
 */
function drawMeans(
  rows: readonly Float64Array[],
  sources: readonly (readonly number[])[],
): Float64Array {
  const random = xoroshiro128plus(SEED);
  const means: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const drawn = sources.map(() => sources[uniformInt(random, 0, sources.length - 1)]!);
    let sum = 0;
    let count = 0;
    for (let row = 0; row < rows.length; row++) {
      const values = rows[uniformInt(random, 0, rows.length - 1)]!;
      for (const source of drawn) {
        for (const video of source) {
          const value = values[video]!;
          if (Number.isNaN(value)) continue;
          sum += value;
          count++;
        }
      }
    }
    // A draw may have no value where seeds were tested on different videos.
    if (count > 0) means.push(sum / count);
  }
  return Float64Array.from(means).sort();
}
