import { join } from "node:path";
import { isFile } from "../_is_file.ts";
import { openTables, readAbout, requireTables } from "../database/_manifest_tables.ts";
import { PREPARED_DATABASE } from "../database/_read_database.ts";
import { selectRows } from "../database/_select_rows.ts";

/**
 * Returns the sizes, in bytes and by id, of the files that a folder's videos were prepared from;
 * none if `data` is not a folder that {@linkcode prepareVideos} wrote.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { originalSizes } from "@actnetformer/deno/datasets";
 *
 * assert.equal((await originalSizes(await Deno.makeTempDir())).size, 0);
 * ```
 *
 * @param data The data set's folder, list or database.
 * @throws {ManifestError} If the folder's database belongs to another program.
 */
export async function originalSizes(data: string): Promise<ReadonlyMap<string, number>> {
  const file = join(data, PREPARED_DATABASE);
  if (!await isFile(file)) return new Map();
  using database = openTables(file, { create: false });
  // Else it was only indexed under that name.
  if (!readAbout(database, file).has("prepared")) return new Map();
  requireTables(database, file, ["sources"]);
  const rows = selectRows<{ id: string; bytes: number }>(
    database,
    "SELECT id, bytes FROM sources",
    { file, columns: { id: "text", bytes: "whole" } },
  );
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}
