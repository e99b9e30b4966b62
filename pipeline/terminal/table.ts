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

function pad(cell: string, width: number, right: boolean): string {
  const space = " ".repeat(width - visibleLength(cell));
  return right ? space + cell : cell + space;
}

function visibleLength(cell: string): number {
  return [...cell].length;
}
