import type { DatabaseSync } from "node:sqlite";
import { join, resolve } from "node:path";
import { databaseError } from "../database/_database_error.ts";
import { parseJsonColumn } from "../database/_json_column.ts";
import {
  openTables,
  readAbout,
  requireTables,
  TABLES_VERSION,
  writeAbout,
} from "../database/_manifest_tables.ts";
import { PREPARED_DATABASE } from "../database/_read_database.ts";
import { type Columns, selectRows } from "../database/_select_rows.ts";
import { type FileStamp, fileStamp } from "../file_stamp.ts";
import { flowPath, mayHaveFlow } from "../_flow_path.ts";
import { ManifestError } from "../manifest_error.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";

/**
 * What prepared videos depend on besides the videos themselves: by name, for example the short
 * side.
 */
export type PreparedSettings = Readonly<Record<string, string | number | null>>;

/** The result of preparing a video, and the state of its source file then. */
export interface PreparedRow extends FileStamp {
  readonly id: string;
  /** The prepared file relative to the folder; it exists unless the source is broken. */
  readonly path: string;
  /** Size and time of the prepared file; zeros if there is none. */
  readonly prepared_bytes: number;
  readonly prepared_modified: number;
  /** `damaged` gives frames and complains; `broken` gives none. */
  readonly state: "ok" | "damaged" | "broken";
  /** What is wrong; null if nothing is. */
  readonly why: string | null;
}

const COLUMNS: Columns<PreparedRow> = {
  id: "text",
  path: "text",
  bytes: "whole",
  modified: "whole",
  prepared_bytes: "whole",
  prepared_modified: "whole",
  state: "text",
  why: "text?",
};

const CREATE_SOURCES = `
  CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, bytes INTEGER NOT NULL, modified INTEGER NOT NULL,
    prepared_bytes INTEGER NOT NULL, prepared_modified INTEGER NOT NULL,
    state TEXT NOT NULL, why TEXT
  ) STRICT, WITHOUT ROWID;
`;

/**
 * A folder of prepared videos and what is known about them, in the database that training reads, so
 * that preparing can be resumed. Owns the database until it is disposed.
 */
export class PreparedSet implements Disposable {
  readonly #folder: string;
  readonly #database: DatabaseSync;

  readonly #file: string;

  private constructor(folder: string, file: string, database: DatabaseSync) {
    this.#folder = folder;
    this.#file = file;
    this.#database = database;
  }

  /**
   * Opens a folder of prepared videos, or creates one.
   *
   * @throws {RangeError} If the folder holds something else, or was started with other settings.
   * @throws {ManifestError} If its database belongs to another program.
   */
  static async open(folder: string, settings: PreparedSettings): Promise<PreparedSet> {
    await refuseForeignFolder(folder);
    await Deno.mkdir(folder, { recursive: true });
    const file = join(folder, PREPARED_DATABASE);
    const database = openTables(file, { create: true });
    try {
      const started = readAbout(database, file).get("prepared");
      if (started !== undefined) {
        const what = "'prepared'";
        refuseOtherSettings(folder, parseJsonColumn(started, isSettings, { file, what }), settings);
      }
      database.exec(CREATE_SOURCES);
      requireTables(database, file, ["sources"]);
      writeAbout(database, "version", TABLES_VERSION);
      writeAbout(database, "prepared", JSON.stringify(settings));
      // Until all videos are done, training refuses it.
      writeAbout(database, "finished", "no");
      return new PreparedSet(folder, file, database);
    } catch (error) {
      database.close();
      throw databaseError(file, error);
    }
  }

  /**
   * Returns the result of a source of this size and time; undefined if it is not known, or no
   * longer there.
   */
  async find(
    source: Pick<PreparedRow, "id" | "path" | "bytes" | "modified">,
  ): Promise<PreparedRow | undefined> {
    const query = "SELECT * FROM sources WHERE id = ?";
    const [row] = selectRows<PreparedRow>(this.#database, query, {
      file: this.#file,
      values: [source.id],
      columns: COLUMNS,
    });
    if (row?.bytes !== source.bytes || row.modified !== source.modified) return undefined;
    if (row.path !== source.path) return undefined;
    const prepared = await fileStamp(join(this.#folder, row.path));
    const isUnchanged = prepared.bytes === row.prepared_bytes &&
      prepared.modified === row.prepared_modified;
    return isUnchanged ? row : undefined;
  }

  /** Records the result of a video; it is safe on the disk when this returns. */
  add(row: PreparedRow): void {
    this.#database.prepare(
      "INSERT OR REPLACE INTO sources VALUES " +
        "(:id, :path, :bytes, :modified, :prepared_bytes, :prepared_modified, :state, :why)",
    ).run({ ...row });
  }

  /**
   * Removes the prepared files of videos that the data set no longer has: lists would still find
   * them.
   */
  async removeAllBut(paths: ReadonlyMap<string, string>): Promise<void> {
    const kept = new Set(paths.values());
    const query = "SELECT id, path FROM sources";
    const rows = selectRows<Pick<PreparedRow, "id" | "path">>(this.#database, query, {
      file: this.#file,
      columns: { id: "text", path: "text" },
    });
    for (const { id, path } of rows) {
      this.#requireInside(path);
      if (!kept.has(path)) await this.#remove(path);
      if (!paths.has(id)) this.#database.prepare("DELETE FROM sources WHERE id = ?").run(id);
    }
  }

  /**
   * Records by what the flow beside the videos was computed; "none" if there is none.
   *
   * @param algorithm If omitted, what was recorded before stays.
   */
  describeFlow(algorithm: string | undefined): void {
    if (algorithm !== undefined) writeAbout(this.#database, "flow", algorithm);
  }

  /** Removes a prepared video and its flow. */
  async #remove(path: string): Promise<void> {
    const file = join(this.#folder, path);
    await removeIfPresent(file);
    if (mayHaveFlow(file)) await removeIfPresent(flowPath(file));
  }

  /** Requires that a path does not lead out of the folder: files are removed by it. */
  #requireInside(path: string): void {
    const folder = resolve(this.#folder);
    if (resolve(folder, path).startsWith(join(folder, "/"))) return;
    throw new ManifestError(
      this.#file,
      `it is damaged: it names '${shorten(path)}', which is not in its folder`,
    );
  }

  /** Closes the database. */
  [Symbol.dispose](): void {
    this.#database.close();
  }
}

/** @throws {RangeError} If a folder exists, is not empty, and was not made here. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const names = await namesIn(folder);
  if (names.length === 0 || names.includes(PREPARED_DATABASE)) return;
  throw new RangeError(
    `Cannot prepare videos as '${folder}' must be new, empty, or of an earlier 'data prepare': ` +
      `current value is a folder with '${names.sort()[0]}'`,
  );
}

/** Names of all entries of a folder, hidden ones included; none if there is no folder. */
async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names;
}

function isSettings(value: unknown): value is PreparedSettings {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.values(value).every((setting) =>
      setting === null || typeof setting === "string" || typeof setting === "number"
    );
}

function refuseOtherSettings(
  folder: string,
  started: PreparedSettings,
  settings: PreparedSettings,
): void {
  for (const [name, value] of Object.entries(settings)) {
    // Folders of earlier versions do not have all settings.
    const before = started[name] ?? null;
    if (before === value) continue;
    const wanted = before ?? "absent";
    throw new RangeError(
      `Cannot resume preparing '${folder}' as '${name}' must be ${wanted}, as at its start: ` +
        `current value is ${value ?? "absent"}`,
    );
  }
}
