import type { Scores } from "../evaluation/confusion.ts";

/** A table of text: a header and rows of as many cells. The first column is a name, the others numbers. */
export interface Table {
  /** Titles of the columns. */
  readonly header: readonly string[];
  /** Cells by row. */
  readonly rows: readonly (readonly string[])[];
}

/** Options of {@linkcode formatTable}. */
export interface TableOptions {
  /** Write a Markdown table in place of aligned text. @default false */
  readonly markdown?: boolean;
}

/**
 * Formats a table with aligned columns, without a final newline.
 *
 * @throws {RangeError} where a row has another number of cells than the header.
 */
export function formatTable(
  { header, rows }: Table,
  { markdown = false }: TableOptions = {},
): string {
  for (const row of rows) {
    if (row.length === header.length) continue;
    const limit = `have ${header.length} cells like the header`;
    throw new RangeError(
      `Cannot format a table as each row must ${limit}: current value is ${row}`,
    );
  }
  const widths = header.map((title, column) =>
    Math.max(3, ...[title, ...rows.map((row) => row[column] ?? "")].map(visibleLength))
  );
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) => pad(cell, widths[column] ?? 0, column > 0));
    return markdown ? `| ${padded.join(" | ")} |` : padded.join("  ").trimEnd();
  };
  const rule = widths.map((width, column) => {
    if (!markdown) return "-".repeat(width);
    return column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`;
  });
  return [header, rule, ...rows].map(line).join("\n");
}

/** Scores by who gave the answers: `primary`, `auxiliary`, `both`. */
export type ResultScores = Readonly<Record<string, Scores>>;

/** Formats scores as table: a row for top-1, top-5 and each class, a column for who answered. */
export function formatScores(
  classes: readonly string[],
  results: ResultScores,
  options: TableOptions = {},
): string {
  const entries = Object.entries(results);
  const row = (name: string, value: (scores: Scores) => number) => [
    name,
    ...entries.map(([, scores]) => percent(value(scores))),
  ];
  const rows = [
    row("top-1 %", ({ top1 }) => top1),
    // Among five classes or fewer every answer is in the top five.
    ...classes.length > 5 ? [row("top-5 %", ({ top5 }) => top5)] : [],
    ...classes.map((name, index) => row(name, ({ perClass }) => perClass[index] ?? NaN)),
  ];
  const videos = entries[0]?.[1].videos ?? 0;
  const header = [`${videos} test videos`, ...entries.map(([name]) => name)];
  return formatTable({ header, rows }, options);
}

function percent(share: number): string {
  return Number.isNaN(share) ? "-" : (share * 100).toFixed(1);
}

function pad(cell: string, width: number, right: boolean): string {
  const space = " ".repeat(width - visibleLength(cell));
  return right ? space + cell : cell + space;
}

function visibleLength(cell: string): number {
  return [...cell].length;
}
