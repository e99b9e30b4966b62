import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/**
 * Runs a query and yields its rows one by one.
 *
 * @typeParam Row What the query selects: SQLite's strict tables guarantee the types of their
 * columns.
 * @param values Values of the query's `?`.
 */
export function* selectRows<Row>(
  database: DatabaseSync,
  query: string,
  ...values: readonly SQLInputValue[]
): Generator<Row> {
  for (const row of database.prepare(query).iterate(...values)) yield row as Row;
}
