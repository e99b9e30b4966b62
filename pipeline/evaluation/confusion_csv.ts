// @ts-types="@types/d3-dsv"
import { csvFormatRows } from "d3-dsv";

/**
 * Writes a confusion matrix as CSV (RFC 4180, lines end by "\n"): a row for each true class, whose
 * name comes first.
 */
export function confusionCsv(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
): string {
  const rows = [
    ["true class \\ predicted", ...classes],
    ...confusion.map((row, label) => [classes[label]!, ...row.map(String)]),
  ];
  return `${csvFormatRows(rows)}\n`;
}
