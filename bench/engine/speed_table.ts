import { formatTable } from "../../pipeline/terminal/format_table.ts";
import { type EngineResults, type EngineRow, fastestVariant } from "./results.ts";

/**
 * Formats the engine's results as a Markdown table, for the README: for each row and precision our time,
 * that of PyTorch's fastest variant, their ratio, and the memory of both.
 */
export function speedTable({ rows }: EngineResults): string {
  return formatTable({
    header: [
      "training step",
      "precision",
      "ours, ms",
      "PyTorch, ms",
      "ratio",
      "ours, GiB",
      "PyTorch, GiB",
    ],
    rows: rows.map((row, index) => {
      const fastest = fastestVariant(row);
      return [
        titleOnce(rows, index),
        row.precision,
        milliseconds(row.ours.median),
        fastest === undefined ? "-" : milliseconds(fastest.median),
        ratioOf(row),
        gibibytes(row.ours.memory),
        fastest === undefined ? "-" : gibibytes(fastest.memory),
      ];
    }),
  }, { markdown: true });
}

/** The row's title in the first of its lines, nothing in the others. */
export function titleOnce(rows: readonly EngineRow[], index: number): string {
  const { row, title } = rows[index]!;
  return rows[index - 1]?.row === row ? "" : `(${row}) ${title}`;
}

/** The ratio of a row, two digits, bold. */
export function ratioOf({ ratio }: EngineRow): string {
  return ratio === null ? "-" : `**${ratio.toFixed(2)}**`;
}

/** Seconds as whole milliseconds. */
export function milliseconds(seconds: number): string {
  return (1000 * seconds).toFixed(0);
}

/** Bytes as GiB, two digits. */
export function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(2);
}
