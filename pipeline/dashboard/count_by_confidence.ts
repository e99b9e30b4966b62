import type { SeriesAnswer } from "./api.ts";
import type { Bucket } from "./bucket_rows.ts";
import type { NumberTable } from "./number_table.ts";
import { sumValues } from "./sum_values.ts";

/** An element of a network's list of clips by confidence. */
const HISTOGRAM = /^gate\.(.+)\.histogram\.(\d+)$/;

/** Returns the number of clips by confidence in each bucket, by network. */
export function countByConfidence(
  table: NumberTable,
  buckets: readonly Bucket[],
): SeriesAnswer["confidence"] {
  const bins = new Map<string, number[][]>();
  for (const [name, column] of table.columns) {
    const [, network, bin] = HISTOGRAM.exec(name) ?? [];
    if (network === undefined) continue;
    const ofNetwork = bins.get(network) ?? [];
    ofNetwork[Number(bin)] = sumValues(buckets, column);
    bins.set(network, ofNetwork);
  }
  return Object.fromEntries(Array.from(bins, ([network, sums]) => {
    const histograms = buckets.map((_, index) => sums.map((ofBin) => ofBin[index] ?? 0));
    return [network, histograms];
  }));
}
