import type { BucketOptions } from "./bucket_rows.ts";
import { readNumber } from "./read_number.ts";

/** Buckets that are sent, at most, and if the page does not say how many. */
const MAX_POINTS = 2000;
const USUAL_POINTS = 500;

/** Reads which steps a page asks for, and how finely; undefined if it does not say it in numbers. */
export function readRange(query: URLSearchParams): BucketOptions | undefined {
  const points = readNumber(query, "points") ?? USUAL_POINTS;
  const from = readNumber(query, "from") ?? 0;
  const to = readNumber(query, "to") ?? Number.MAX_SAFE_INTEGER - 1;
  const isRange = points >= 1 && points <= MAX_POINTS && !Number.isNaN(from) && !Number.isNaN(to);
  return isRange ? { points, from, to } : undefined;
}
