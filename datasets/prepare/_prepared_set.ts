import type { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { openTables, readAbout, TABLES_VERSION, writeAbout } from "../database/_manifest_tables.ts";
import { removeIfPresent } from "../_remove_if_present.ts";
import { type FileStamp, fileStamp } from "../file_stamp.ts";
import { PREPARED_DATABASE } from "../database/_read_database.ts";
import type { PreparedSettings } from "./prepared_settings.ts";

/** What came of a video, and of which state of its source file. */
export interface PreparedRow extends FileStamp {
  readonly id: string;
  /** The prepared file relative to the folder; it is there unless the source is broken. */
  readonly path: string;
  /** Size and time of the prepared file; zeros where there is none. */
  readonly prepared_bytes: number;
  readonly prepared_modified: number;
  /** `damaged` gives pictures and complains; `broken` gives none. */
  readonly state: "ok" | "damaged" | "broken";
  /** What is wrong; null where nothing is. */
  readonly why: string | null;
}

const CREATE_SOURCES = `
  CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, bytes INTEGER NOT NULL, modified INTEGER NOT NULL,
    prepared_bytes INTEGER NOT NULL, prepared_modified INTEGER NOT NULL,
    state TEXT NOT NULL, why TEXT
  ) STRICT, WITHOUT ROWID;
`;

/**
 * A folder of prepared videos and what is known of them, in the database that training reads, so that
 * preparing goes on where it was stopped. Owns the database until it is disposed.
 */
export class PreparedSet implements Disposable {
  readonly #folder: string;
  readonly #database: DatabaseSync;

  private constructor(folder: string, database: DatabaseSync) {
    this.#folder = folder;
    this.#database = database;
  }

  /**
   * Opens a folder of prepared videos, or begins one.
   *
   * @throws {RangeError} if the folder holds something else, or was begun with other settings.
   * @throws {ManifestError} if its database is of another program.
   */
  static async open(folder: string, settings: PreparedSettings): Promise<PreparedSet> {
    await refuseForeignFolder(folder);
    await Deno.mkdir(folder, { recursive: true });
    const database = openTables(join(folder, PREPARED_DATABASE), { create: true });
    try {
      const begun = readAbout(database).get("prepared");
      if (begun !== undefined) refuseOtherSettings(folder, JSON.parse(begun), settings);
      database.exec(CREATE_SOURCES);
      writeAbout(database, "version", TABLES_VERSION);
      writeAbout(database, "prepared", JSON.stringify(settings));
      // Till all videos are done, training refuses it.
      writeAbout(database, "finished", "no");
      return new PreparedSet(folder, database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** What came of a source of this size and time; undefined where that is not known, or the result is gone. */
  async find(
    source: Pick<PreparedRow, "id" | "path" | "bytes" | "modified">,
  ): Promise<PreparedRow | undefined> {
    const found = this.#database.prepare("SELECT * FROM sources WHERE id = ?").get(source.id);
    const row = found as unknown as PreparedRow | undefined;
    if (row?.bytes !== source.bytes || row.modified !== source.modified) return undefined;
    if (row.path !== source.path) return undefined;
    const prepared = await fileStamp(join(this.#folder, row.path));
    const isThere = prepared.bytes === row.prepared_bytes &&
      prepared.modified === row.prepared_modified;
    return isThere ? row : undefined;
  }

  /** Writes down what came of a video; it is safe on the disk when this returns. */
  add(row: PreparedRow): void {
    this.#database.prepare(
      "INSERT OR REPLACE INTO sources VALUES " +
        "(:id, :path, :bytes, :modified, :prepared_bytes, :prepared_modified, :state, :why)",
    ).run({ ...row });
  }

  /** Removes the prepared files of videos that the data set no longer has, which lists would find by name. */
  async removeAllBut(paths: ReadonlyMap<string, string>): Promise<void> {
    const kept = new Set(paths.values());
    const rows = this.#database.prepare("SELECT id, path FROM sources").all();
    for (const { id, path } of rows as unknown as Pick<PreparedRow, "id" | "path">[]) {
      if (!kept.has(path)) await removeIfPresent(join(this.#folder, path));
      if (!paths.has(id)) this.#database.prepare("DELETE FROM sources WHERE id = ?").run(id);
    }
  }

  /** Closes the database. */
  [Symbol.dispose](): void {
    this.#database.close();
  }
}

/** @throws {RangeError} if a folder exists, is not empty, and was not made here. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (names.length === 0 || names.includes(PREPARED_DATABASE)) return;
  throw new RangeError(
    `Cannot prepare videos as '${folder}' must be new, empty, or of an earlier 'data prepare': ` +
      `current value is a folder with '${names.sort()[0]}'`,
  );
}

function refuseOtherSettings(
  folder: string,
  begun: PreparedSettings,
  settings: PreparedSettings,
): void {
  for (const [name, value] of Object.entries(settings)) {
    if (begun[name] === value) continue;
    throw new RangeError(
      `Cannot go on with '${folder}' as '${name}' must be ${begun[name] ?? "absent"}, with which ` +
        `it was begun: current value is ${value ?? "absent"}`,
    );
  }
}
