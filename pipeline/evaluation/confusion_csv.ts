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
  return rows.map((row) => `${row.map(csvCell).join(",")}\n`).join("");
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
