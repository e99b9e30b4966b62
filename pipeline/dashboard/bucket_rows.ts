import type { NumberTable } from "./number_table.ts";

/** Which rows of a table, and how finely. */
export interface BucketOptions {
  /** Number of buckets at most. */
  readonly points: number;
  /** First step. */
  readonly from: number;
  /** Last step. */
  readonly to: number;
}

/** Rows that follow each other. */
export interface Bucket {
  readonly start: number;
  /** The row after the last. */
  readonly end: number;
}

/** Divides the rows of some steps into buckets of equally many, the last one of what is left. */
export function bucketRows(table: NumberTable, { points, from, to }: BucketOptions): Bucket[] {
  const first = table.rowFrom(from);
  const last = table.rowFrom(to + 1);
  const length = Math.ceil((last - first) / points);
  const buckets: Bucket[] = [];
  for (let start = first; start < last; start += length) {
    buckets.push({ start, end: Math.min(start + length, last) });
  }
  return buckets;
}
