import { plainLine } from "../../runtime/text/plain_line.ts";
import { textWidth } from "./text_width.ts";

/** A table of text: a header, and rows of as many cells. */
export interface Table {
  /** Titles of the columns. */
  readonly header: readonly string[];
  /** Cells by row. */
  readonly rows: readonly (readonly string[])[];
}

/** Options of {@linkcode formatTable}. */
export interface TableOptions {
  /**
   * Whether to write a Markdown table instead of aligned text.
   *
   * @default false
   */
  readonly markdown?: boolean;
  /**
   * Number of columns, from the left, that hold words; the others hold numbers, which are aligned
   * at their right.
   *
   * @default 1
   */
  readonly words?: number;
}

/** A Markdown table needs three dashes in its rule. */
const MIN_WIDTH = 3;

/**
 * Formats a table with aligned columns, without a final newline.
 *
 * @throws {RangeError} If a row has another number of cells than the header.
 */
export function formatTable(
  table: Table,
  { markdown = false, words = 1 }: TableOptions = {},
): string {
  const write = (cell: string) => markdown ? escapeBars(plainLine(cell)) : plainLine(cell);
  const [header = [], ...rows] = [table.header, ...table.rows].map((row) => row.map(write));
  for (const row of rows) {
    if (row.length === header.length) continue;
    throw new RangeError(
      `Cannot format a table as each row must have ${header.length} cells like the header: ` +
        `current value is ${row}`,
    );
  }
  const widths = header.map((title, column) => {
    const cells = [title, ...rows.map((row) => row[column] ?? "")];
    return Math.max(MIN_WIDTH, ...cells.map(textWidth));
  });
  const formatRow = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) => pad(cell, widths[column] ?? 0, column >= words));
    return markdown ? `| ${padded.join(" | ")} |` : padded.join("  ").trimEnd();
  };
  const rule = widths.map((width, column) =>
    markdown && column >= words ? `${"-".repeat(width - 1)}:` : "-".repeat(width)
  );
  return [header, rule, ...rows].map(formatRow).join("\n");
}

/** A bar would end a cell of a Markdown table, and move all that follow. */
function escapeBars(cell: string): string {
  return cell.replaceAll("|", "\\|");
}

function pad(cell: string, width: number, alignRight: boolean): string {
  const space = " ".repeat(width - textWidth(cell));
  return alignRight ? space + cell : cell + space;
}
