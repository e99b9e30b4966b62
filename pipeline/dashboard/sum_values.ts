import type { Bucket } from "./bucket_rows.ts";
import type { NumberColumn } from "./number_column.ts";

/** Returns the sum of the numbers of each bucket. */
export function sumValues(buckets: readonly Bucket[], column: NumberColumn): number[] {
  return buckets.map(({ start, end }) => {
    let sum = 0;
    for (let row = start; row < end; row++) {
      const value = column.at(row);
      if (!Number.isNaN(value)) sum += value;
    }
    return sum;
  });
}
