import { formatTable } from "../../pipeline/terminal/format_table.ts";
import { type Size, SIZES } from "./case_config.ts";
import type { MethodCost } from "./measure_method.ts";

/** The cost of a method's step at one size. */
export interface MethodRow extends MethodCost {
  readonly method: string;
  readonly size: Size;
}

/** Formats what the steps of methods cost as a Markdown table. */
export function methodsTable(rows: readonly MethodRow[]): string {
  return formatTable({
    header: ["a step of", "on", "ms", "GFLOP", "share of peak, %", "memory, GiB"],
    rows: rows.map((row) => [
      row.method,
      SIZES[row.size],
      (1000 * medianOf(row.seconds)).toFixed(0),
      (row.flop / 1e9).toFixed(2),
      (100 * peakShare(row)).toFixed(0),
      (row.memory / 2 ** 30).toFixed(2),
    ]),
  }, { markdown: true, words: 2 });
}

/** Returns the share of the fastest product's speed that a step's products alone account for. */
export function peakShare({ seconds, flop, peakFlopPerSecond }: MethodCost): number {
  return flop / medianOf(seconds) / peakFlopPerSecond;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
