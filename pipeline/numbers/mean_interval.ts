import { groupBySource } from "./group_by_source.ts";
import { mean } from "./mean.ts";
import { sum } from "./sum.ts";
import { tQuantile } from "./t_quantile.ts";
import type { Interval } from "./wilson_interval.ts";

/**
 * A number for each test video, by the run's seed and then by the video's identity; true counts as 1,
 * false as 0.
 */
export type ValuesBySeed = ReadonlyMap<number, ReadonlyMap<string, number | boolean>>;

/** A mean over seeds and test videos, and its 95 % interval. */
export interface MeanInterval extends Interval {
  readonly mean: number;
  /** Number of seeds that have values; with one, the interval says nothing of other seeds. */
  readonly seeds: number;
  /** Number of videos that have a value, with any seed. */
  readonly videos: number;
  /** Number of their sources. */
  readonly sources: number;
}

/**
 * Returns the mean of values, and its 95 % interval, as other videos and other seeds would have given
 * other numbers. It is a t interval over the seeds' means, widened by what the videos add, and never
 * narrower than the videos alone would make it:
 *
 *     half² = t²(seeds) · seeds' variance + t²(sources) · (sources' variance - noise)
 *     half² ≥ t²(sources) · sources' variance
 *
 * The three are variances of the mean with clusters of both kinds (Cameron, Gelbach, Miller 2011).
 * That of the seeds is from how their means differ, that of the sources from how these differ over
 * all seeds. Both hold the noise of single answers, so it is taken off once. Each part has the t value
 * of its own number, and their squares are added (Zou, Donner 2008). Cuts of one source are alike, so
 * sources are counted, not videos; only if all videos are of one source, videos are.
 *
 * With one seed the interval is over videos alone. Of one video nothing is known of others: the
 * interval is all that is possible. If all values are equal, it is that value.
 *
 * @param possible The lowest and the highest value that there may be; the interval lies within.
 * @returns Undefined if there is no value.
 */
export function meanInterval(values: ValuesBySeed, possible: Interval): MeanInterval | undefined {
  const seeds = [...values.values()].filter(({ size }) => size > 0);
  if (seeds.length === 0) return undefined;
  const videos = [...new Set(seeds.flatMap((ofVideo) => [...ofVideo.keys()]))];
  const rows = seeds.map((ofVideo) => videos.map((video) => Number(ofVideo.get(video) ?? NaN)));
  const sources = groupBySource(videos);
  const half = halfWidth(rows, sources.length > 1 ? sources : videos.map((_, video) => [video]));
  const middle = mean(rows.flatMap(known));
  return {
    mean: middle,
    low: Math.max(possible.low, middle - half),
    high: Math.min(possible.high, middle + half),
    seeds: rows.length,
    videos: videos.length,
    sources: sources.length,
  };
}

/**
 * @param rows For each seed the value of each video, NaN where there is none.
 * @param sources The columns of the videos of each source.
 */
function halfWidth(
  rows: readonly (readonly number[])[],
  sources: readonly (readonly number[])[],
): number {
  if (sources.length === 1) return Infinity;
  const values = rows.flatMap(known);
  const middle = mean(values);
  // What each seed, and each source with each seed, moves the mean by.
  const bySeed = rows.map((row) => deviation(row, middle) / values.length);
  const cells = rows.map((row) => {
    const ofSeed = mean(known(row));
    return sources.map((videos) =>
      deviation(videos.map((video) => row[video]!), ofSeed) / values.length
    );
  });
  const bySource = sources.map((_, source) => sum(cells.map((row) => row[source]!)));
  const noise = cells.flatMap((row) =>
    row.map((cell, source) => cell - bySource[source]! / rows.length)
  );
  const ofSeeds = unbiased(rows.length) * squares(bySeed);
  const ofSources = unbiased(sources.length) * squares(bySource);
  const ofNoise = unbiased(rows.length) * unbiased(sources.length) * squares(noise);
  const alone = tSquare(sources.length) * ofSources;
  const beyondNoise = tSquare(sources.length) * (ofSources - ofNoise);
  const all = tSquare(rows.length) * ofSeeds + Math.max(0, beyondNoise);
  return Math.sqrt(Math.max(alone, all));
}

/** The values that there are. */
function known(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

/** How far the sum of values is from what it would be if each were `middle`. */
function deviation(values: readonly number[], middle: number): number {
  return sum(known(values).map((value) => value - middle));
}

function squares(values: readonly number[]): number {
  return sum(values.map((value) => value ** 2));
}

/** What corrects squares of deviations from a mean of their own; a single one has none. */
function unbiased(count: number): number {
  return count / Math.max(1, count - 1);
}

/** Nothing is known of how seeds differ if there is one. */
function tSquare(count: number): number {
  return count === 1 ? 0 : tQuantile(count - 1) ** 2;
}
