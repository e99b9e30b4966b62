// @ts-types="@types/d3-dsv"
import { csvParseRows } from "d3-dsv";
import { ManifestError } from "../manifest_error.ts";

/**
 * Parses comma-separated values into rows of fields. A field in quotes may hold commas, line breaks
 * and quotes written twice. Blank lines are ignored.
 *
 * @param path The file that the text is from, for the message.
 * @throws {ManifestError} If a quote is not closed.
 */
export function parseCsv(text: string, path: string): string[][] {
  const rows = csvParseRows(text);
  const lastField = rows.at(-1)?.at(-1) ?? "";
  if (lastField.includes("\n") && !text.trimEnd().endsWith('"')) {
    throw new ManifestError(path, "its last field begins with a quote that is never closed");
  }
  return rows.filter((row) => row.length > 1 || row[0]?.trim() !== "");
}
