import type { SeriesColumn } from "./api.ts";
import type { Bucket } from "./bucket_rows.ts";

/** Digits that a chart can show, and more. */
const DIGITS = 7;

/** Returns mean, minimum and maximum of the values of each bucket, without those that are NaN. */
export function summarizeValues(
  buckets: readonly Bucket[],
  valueOf: (row: number) => number,
): SeriesColumn {
  const mean: (number | null)[] = [];
  const min: (number | null)[] = [];
  const max: (number | null)[] = [];
  for (const { start, end } of buckets) {
    let count = 0;
    let sum = 0;
    let lowest = Infinity;
    let highest = -Infinity;
    for (let row = start; row < end; row++) {
      const value = valueOf(row);
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
    mean.push(count === 0 ? null : round(sum / count));
    min.push(count === 0 ? null : round(lowest));
    max.push(count === 0 ? null : round(highest));
  }
  return { mean, min, max };
}

function round(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
