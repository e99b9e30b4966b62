import type { SeriesColumn, SeriesTable } from "./api.ts";
import type { Bucket } from "./bucket_rows.ts";
import type { NumberColumn } from "./number_column.ts";
import type { NumberTable } from "./number_table.ts";
import { sumValues } from "./sum_values.ts";
import { summarizeValues } from "./summarize_values.ts";

/** Number of pseudo-labels of a network that are right, and of those that were judged. */
const RIGHT = /^(gate\..+)\.right$/;
const JUDGED = /^gate\..+\.judged$/;

/** Numbers of clips by confidence, which a series has by themselves. */
const HISTOGRAM = /^gate\..+\.histogram\.\d+$/;

/** Returns the numbers of the buckets, without those that only others are made of. */
export function summarizeTable(table: NumberTable, buckets: readonly Bucket[]): SeriesTable {
  const columns: [string, SeriesColumn][] = [];
  for (const [name, column] of table.columns) {
    if (JUDGED.test(name) || HISTOGRAM.test(name)) continue;
    columns.push([name, summarizeColumn(table, buckets, { name, column })]);
  }
  return {
    from: buckets.map(({ start }) => table.stepOf(start)),
    to: buckets.map(({ end }) => table.stepOf(end - 1)),
    columns: Object.fromEntries(columns),
  };
}

function summarizeColumn(
  table: NumberTable,
  buckets: readonly Bucket[],
  { name, column }: { readonly name: string; readonly column: NumberColumn },
): SeriesColumn {
  const network = RIGHT.exec(name)?.[1];
  const judged = table.columns.get(`${network}.judged`);
  if (network === undefined || judged === undefined) {
    return summarizeValues(buckets, (row) => column.at(row));
  }
  const shares = summarizeValues(buckets, (row) => shareOf(column.at(row), judged.at(row)));
  const rights = sumValues(buckets, column);
  // A step in which more was judged counts more.
  const mean = sumValues(buckets, judged).map((count, index) => {
    const share = shareOf(rights[index] ?? 0, count);
    return Number.isNaN(share) ? null : share;
  });
  return { ...shares, mean };
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? NaN : part / whole;
}
