import { parseCsvRows } from "./_parse_csv_rows.ts";

/**
 * Parses comma-separated values into rows of fields. A field in quotes may hold commas, line breaks
 * and quotes written twice. Rows of blank fields are ignored.
 *
 * @param path The file that the text is from, for the message.
 * @throws {ManifestError} If a quote is not closed.
 */
export function parseCsv(text: string, path: string): string[][] {
  const rows = parseCsvRows(text, { path, delimiter: "," });
  return rows.map(({ fields }) => fields.map((field) => field.text));
}
