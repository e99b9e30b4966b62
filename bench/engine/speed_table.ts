import { formatTable, type Table } from "../../pipeline/terminal/format_table.ts";
import { VARIANTS } from "./cases.ts";
import type { StepCost } from "./contender.ts";
import { type EngineResults, type EngineRow, fastestVariant } from "./results.ts";

/** Formats the engine's results as the Markdown table of docs/speed.md. */
export function speedTable({ rows }: EngineResults): string {
  return formatTable(speedRows(rows), { markdown: true });
}

/**
 * Returns header and cells of a table of rows: our time and that of each PyTorch variant, the ratio
 * to the fastest of them, what the step computes and the share of the device's limit that we reach,
 * and the memory of both.
 */
export function speedRows(rows: readonly EngineRow[]): Table {
  return {
    header: [
      "step, ms",
      "precision",
      "ours",
      ...VARIANTS,
      "ratio",
      "GFLOP",
      "share of peak, %",
      "ours, GiB",
      "PyTorch, GiB",
    ],
    rows: rows.map((row, index) => {
      const fastest = fastestVariant(row);
      const variants = VARIANTS.map((variant) => {
        const series = row.pytorch.find(({ name }) => name === variant);
        return series === undefined ? "-" : milliseconds(series.median);
      });
      return [
        titleOnce(rows, index),
        row.precision,
        milliseconds(row.ours.median),
        ...variants,
        row.ratio === null ? "-" : `**${row.ratio.toFixed(2)}**`,
        row.cost === undefined ? "-" : (row.cost.flop / 1e9).toFixed(1),
        row.cost === undefined ? "-" : (100 * shareOfPeak(row.cost, row.ours.median)).toFixed(0),
        gibibytes(row.ours.memory),
        fastest === undefined ? "-" : gibibytes(fastest.memory),
      ];
    }),
  };
}

/** Returns the share of the device's limit that a step's products alone account for. */
function shareOfPeak({ flop, peakFlopPerSecond }: StepCost, seconds: number): number {
  return flop / seconds / peakFlopPerSecond;
}

/** Formats seconds as whole milliseconds. */
export function milliseconds(seconds: number): string {
  return (1000 * seconds).toFixed(0);
}

/** The row's title in its first line; nothing in the lines of its other precisions. */
function titleOnce(rows: readonly EngineRow[], index: number): string {
  const { row, title } = rows[index]!;
  return rows[index - 1]?.row === row ? "" : `(${row}) ${title}`;
}

/** Formats bytes as GiB with two decimals. */
function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(2);
}
