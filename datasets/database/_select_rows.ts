import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { databaseError } from "./_database_error.ts";
import { ManifestError } from "../manifest_error.ts";
import { shorten } from "../../runtime/text/shorten.ts";

/** What a column holds; with a question mark also null. */
export type ColumnType = "text" | "whole" | "number" | "text?" | "whole?" | "number?";

/** The columns of a query, as its rows have them. */
export type Columns<Row> = { readonly [Column in keyof Row]-?: ColumnType };

/** Options of {@linkcode selectRows}. */
export interface SelectRowsOptions<Row> {
  /** The database, for messages. */
  readonly file: string;
  /** What each column of the query holds. */
  readonly columns: Columns<Row>;
  /**
   * Values of the query's `?`.
   *
   * @default []
   */
  readonly values?: readonly SQLInputValue[];
}

/**
 * Runs a query and returns its rows, checked: a database may be damaged, or made by somebody else.
 *
 * @throws {ManifestError} If the database is damaged, a value is not of its column's type, or there
 * are more rows than the file can hold, as if its pages led to one another.
 */
export function selectRows<Row extends object>(
  database: DatabaseSync,
  query: string,
  { file, columns, values = [] }: SelectRowsOptions<Row>,
): Row[] {
  const limit = bytesOf(file);
  const rows = readAll(database, `SELECT * FROM (${query}) LIMIT ${limit + 1}`, { file, values });
  if (rows.length > limit) {
    throw new ManifestError(file, "it is damaged: its pages are in a circle");
  }
  const checks = Object.entries(columns) as [string, ColumnType][];
  for (const [index, row] of rows.entries()) {
    for (const [column, type] of checks) {
      const value = row[column];
      if (!isOfType(value, type)) throw wrongValue(file, { row: index + 1, column, type, value });
    }
  }
  return rows as Row[];
}

/** Not row by row: Deno's `iterate()` takes an error for the end of the rows. */
function readAll(
  database: DatabaseSync,
  query: string,
  { file, values }: { readonly file: string; readonly values: readonly SQLInputValue[] },
) {
  try {
    return database.prepare(query).all(...values);
  } catch (error) {
    throw databaseError(file, error);
  }
}

/** Bytes of a database with what was not moved into it yet; a row has one at least. */
function bytesOf(file: string): number {
  const sizes = [file, `${file}-wal`, `${file}-journal`].map(sizeIfPresent);
  return sizes.reduce((total, size) => total + size, 1);
}

function sizeIfPresent(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

function isOfType(value: unknown, type: ColumnType): boolean {
  if (value === null) return type.endsWith("?");
  if (type.startsWith("text")) return typeof value === "string";
  return type.startsWith("whole") ? Number.isSafeInteger(value) : typeof value === "number";
}

interface WrongValue {
  readonly row: number;
  readonly column: string;
  readonly type: ColumnType;
  readonly value: unknown;
}

function wrongValue(file: string, { row, column, type, value }: WrongValue): ManifestError {
  const is = typeof value === "string" ? `'${shorten(value)}'` : String(value);
  return new ManifestError(
    file,
    `it is damaged: row ${row} has ${is} as ${column}, which must be ${type.replace("?", "")}`,
  );
}
