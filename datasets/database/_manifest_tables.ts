import { DatabaseSync } from "node:sqlite";
import { selectRows } from "./_select_rows.ts";
import { ManifestError } from "../manifest_error.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { databaseError } from "./_database_error.ts";

/**
 * Version of the tables, and of what a probe means by a clock; a database of another version is
 * refused.
 */
export const TABLES_VERSION = "3";

/** Ending of a database's file name. */
export const DATABASE_ENDING = ".sqlite";

/**
 * `about`: what holds for all videos. `files`: what ffmpeg reported about each file, by its path
 * from the database's folder. `videos`: what the data set says about each video.
 */
const CREATE_TABLES = `
  CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified INTEGER NOT NULL,
    ends_sha256 TEXT NOT NULL, problem TEXT,
    duration_sec REAL, claimed_sec REAL, frames_per_second REAL, coded_width INTEGER,
    coded_height INTEGER, display_width REAL, display_height REAL, rotation INTEGER,
    mirrored INTEGER, pixel_aspect REAL, codec TEXT, problems TEXT, clock TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS videos (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, part TEXT NOT NULL, label INTEGER,
    labeled INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** The columns of each table with their types, the key first. */
const TABLES = {
  about: columnsOf("name TEXT, value TEXT"),
  files: columnsOf(
    "path TEXT, bytes INTEGER, modified INTEGER, ends_sha256 TEXT, problem TEXT, " +
      "duration_sec REAL, claimed_sec REAL, frames_per_second REAL, coded_width INTEGER, " +
      "coded_height INTEGER, display_width REAL, display_height REAL, rotation INTEGER, " +
      "mirrored INTEGER, pixel_aspect REAL, codec TEXT, problems TEXT, clock TEXT",
  ),
  videos: columnsOf("id TEXT, path TEXT, part TEXT, label INTEGER, labeled INTEGER"),
  sources: columnsOf(
    "id TEXT, path TEXT, bytes INTEGER, modified INTEGER, prepared_bytes INTEGER, " +
      "prepared_modified INTEGER, state TEXT, why TEXT",
  ),
};

function columnsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(", ").map((column) => {
      const [name = "", type = ""] = column.split(" ");
      return [name, type];
    }),
  );
}

/** A row of `files`. */
export interface FileRow {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** SHA-256 of the first and last 16 KiB; empty for an empty file. */
  readonly ends_sha256: string;
  /** Why it cannot be decoded; null if it can. */
  readonly problem: string | null;
  readonly duration_sec: number | null;
  readonly claimed_sec: number | null;
  readonly frames_per_second: number | null;
  readonly coded_width: number | null;
  readonly coded_height: number | null;
  readonly display_width: number | null;
  readonly display_height: number | null;
  readonly rotation: number | null;
  readonly mirrored: 0 | 1 | null;
  readonly pixel_aspect: number | null;
  readonly codec: string | null;
  /** What ffmpeg complained about, as JSON. */
  readonly problems: string | null;
  /** The clock as JSON. */
  readonly clock: string | null;
}

/** What ffmpeg reported about a file: all null if it cannot be decoded. */
export type ProbeRow = Omit<FileRow, "path" | "bytes" | "modified" | "ends_sha256" | "problem">;

/** A row of `videos`. */
export interface VideoRow {
  readonly id: string;
  readonly path: string;
  readonly part: "train" | "test";
  readonly label: number | null;
  /** 1 if a published split counts the video as labeled. */
  readonly labeled: 0 | 1;
}

/**
 * Opens a database of videos.
 *
 * @param create Whether to create a database that does not exist; if not, it is opened for reading.
 * @throws {ManifestError} If the file is not a database, or belongs to another program or version.
 */
export function openTables(file: string, { create }: { readonly create: boolean }): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: !create });
  try {
    // What a foreign file defines is not run beyond what SQLite itself needs.
    database.exec("PRAGMA trusted_schema = OFF");
    refuseForeignTables(database, { file, create });
    if (create) createTables(database, file);
    refuseOtherVersion(database, file);
    requireTables(database, file, ["files", "videos"]);
    return database;
  } catch (cause) {
    database.close();
    const error = databaseError(file, cause);
    if (!isDamage(error)) throw error;
    throw new ManifestError(file, "it is not a database of videos", { cause });
  }
}

/** Whether SQLite could not read a database, whatever is in it. */
function isDamage(error: unknown): boolean {
  return error instanceof ManifestError && error.cause !== undefined;
}

/** @throws {ManifestError} If the database has a trigger, which would run with each row. */
function createTables(database: DatabaseSync, file: string): void {
  const query = "SELECT name FROM sqlite_schema WHERE type = 'trigger'";
  const columns = { name: "text" } as const;
  const [trigger] = selectRows<{ name: string }>(database, query, { file, columns });
  if (trigger !== undefined) {
    throw new ManifestError(
      file,
      `it has the trigger '${trigger.name}', which is not of this program`,
    );
  }
  database.exec(CREATE_TABLES);
}

/** A table as SQLite describes it. */
interface TableFacts {
  readonly type: string;
  readonly strict: number;
}

/** A column as SQLite describes it. */
interface ColumnFacts {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
  readonly hidden: number;
}

/**
 * Requires that tables are those of this program: a view or a computed column of the same name could
 * give rows without end, and a table of another kind values of other types.
 *
 * @throws {ManifestError} If one is not.
 */
export function requireTables(
  database: DatabaseSync,
  file: string,
  names: readonly (keyof typeof TABLES)[],
): void {
  for (const name of names) {
    const [table] = selectRows<TableFacts>(
      database,
      "SELECT type, strict FROM pragma_table_list(?) WHERE schema = 'main'",
      { file, values: [name], columns: { type: "text", strict: "whole" } },
    );
    const columns = selectRows<ColumnFacts>(
      database,
      "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)",
      {
        file,
        values: [name],
        columns: { name: "text", type: "text", pk: "whole", hidden: "whole" },
      },
    );
    const isOwn = table?.type === "table" && table.strict === 1 &&
      isOwnTable(TABLES[name], columns);
    if (!isOwn) throw new ManifestError(file, `its table '${name}' is not what this program makes`);
  }
}

/** Whether a table has all columns, none of them computed, and names each row once. */
function isOwnTable(
  expected: ReadonlyMap<string, string>,
  columns: readonly ColumnFacts[],
): boolean {
  const found = new Map(columns.map((column) => [column.name, column]));
  const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
  const [key] = expected.keys();
  return keys.length === 1 && keys[0] === key &&
    columns.every(({ hidden }) => hidden === 0) &&
    [...expected].every(([name, type]) => found.get(name)?.type === type);
}

function refuseForeignTables(
  database: DatabaseSync,
  { file, create }: { readonly file: string; readonly create: boolean },
): void {
  const query = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')";
  const columns = { name: "text" } as const;
  const rows = selectRows<{ name: string }>(database, query, { file, columns });
  const names = rows.map(({ name }) => name);
  if (names.length === 0 && !create) {
    throw new ManifestError(file, "it is not finished: run 'data index' again to complete it");
  }
  if (names.length > 0 && !names.includes("about")) {
    throw new ManifestError(file, "it is a database that belongs to another program");
  }
}

function refuseOtherVersion(database: DatabaseSync, file: string): void {
  requireTables(database, file, ["about"]);
  const version = readAbout(database, file).get("version");
  if (version === undefined || version === TABLES_VERSION) return;
  throw new ManifestError(
    file,
    `it is of version ${shorten(version)}: this program reads ${TABLES_VERSION}; make it again`,
  );
}

/** Returns all of `about`. */
export function readAbout(database: DatabaseSync, file: string): Map<string, string> {
  const rows = selectRows<{ name: string; value: string }>(
    database,
    "SELECT name, value FROM about",
    { file, columns: { name: "text", value: "text" } },
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** Sets one value of `about`. */
export function writeAbout(database: DatabaseSync, name: string, value: string): void {
  database.prepare("INSERT OR REPLACE INTO about VALUES (?, ?)").run(name, value);
}
