// @ts-types="./_csv_parse_types.ts"
import { CsvError, parse } from "csv-parse";
import { ManifestError } from "../manifest_error.ts";

/** A field of a row. */
export interface CsvField {
  /** The text; without the blanks around it unless it was in quotes. */
  readonly text: string;
  /** Whether it was in quotes. */
  readonly isQuoted: boolean;
}

/** A row of a table in text. */
export interface CsvRow {
  readonly fields: readonly CsvField[];
  /** The line on which the row ends, from 1. */
  readonly line: number;
}

/** Options of {@linkcode parseCsvRows}. */
export interface ParseCsvOptions {
  /** The file that the text is from, for messages. */
  readonly path: string;
  /** What separates fields. */
  readonly delimiter: string;
}

/**
 * Parses separated values into rows of fields. A field in quotes may hold delimiters, line breaks and
 * quotes written twice. Rows of blank fields are ignored.
 *
 * @throws {ManifestError} If a quote is not closed, or followed by something else.
 */
export function parseCsvRows(text: string, { path, delimiter }: ParseCsvOptions): CsvRow[] {
  try {
    const records = parse<CsvField>(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      trim: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      cast: (value, { quoting }) => ({ text: value, isQuoted: quoting }),
    });
    const rows = records.map(({ record, info }) => ({ fields: record, line: info.lines }));
    return rows.filter(({ fields }) => !isBlank(fields));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new ManifestError(path, explain(cause), { cause });
  }
}

/** Whether a row has only blanks, and the separators that spreadsheets write for such rows. */
function isBlank(fields: readonly CsvField[]): boolean {
  return fields.every(({ text, isQuoted }) => text.trim() === "" && !isQuoted);
}

function explain({ code, lines, message }: CsvError): string {
  if (code === "CSV_QUOTE_NOT_CLOSED") {
    return "its last field begins with a quote that is never closed";
  }
  return code.includes("CLOSING_QUOTE")
    ? `line ${lines} has text behind a closing quote; a quote within quotes is written twice`
    : message;
}
