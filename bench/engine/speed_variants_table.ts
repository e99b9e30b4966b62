import { formatTable, type Table } from "../../pipeline/terminal/format_table.ts";
import { VARIANTS } from "./cases.ts";
import { type EngineResults, type EngineRow, fastestVariant } from "./results.ts";
import { gibibytes, milliseconds, ratioOf, titleOnce } from "./speed_table.ts";

/**
 * Formats the engine's results as a Markdown table, for docs/speed.md: as {@linkcode speedTable}, with the
 * time of each PyTorch variant.
 */
export function speedVariantsTable({ rows }: EngineResults): string {
  return formatTable(speedVariantsRows(rows), { markdown: true });
}

/** Returns the header and cells of {@linkcode speedVariantsTable}. */
export function speedVariantsRows(rows: readonly EngineRow[]): Table {
  return {
    header: [
      "training step, ms",
      "precision",
      "ours",
      ...VARIANTS,
      "ratio",
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
        ratioOf(row),
        gibibytes(row.ours.memory),
        fastest === undefined ? "-" : gibibytes(fastest.memory),
      ];
    }),
  };
}
