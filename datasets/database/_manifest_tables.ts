import { DatabaseSync } from "node:sqlite";
import { selectRows } from "./_select_rows.ts";
import { ManifestError } from "../manifest_error.ts";

/** Version of the tables; a database of another version is refused. */
export const TABLES_VERSION = "2";

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
    refuseForeignTables(database, file);
    if (create) database.exec(CREATE_TABLES);
    refuseOtherVersion(database, file);
    return database;
  } catch (cause) {
    database.close();
    if (cause instanceof ManifestError) throw cause;
    throw new ManifestError(file, "it is not a database of videos", { cause });
  }
}

function refuseForeignTables(database: DatabaseSync, file: string): void {
  const query = "SELECT name FROM sqlite_schema WHERE type = 'table'";
  const names = [...selectRows<{ name: string }>(database, query)].map(({ name }) => name);
  if (names.length > 0 && !names.includes("about")) {
    throw new ManifestError(file, "it is a database that belongs to another program");
  }
}

function refuseOtherVersion(database: DatabaseSync, file: string): void {
  const version = readAbout(database).get("version");
  if (version === undefined || version === TABLES_VERSION) return;
  throw new ManifestError(
    file,
    `it is of version ${version}: this program reads ${TABLES_VERSION}`,
  );
}

/** Returns all of `about`. */
export function readAbout(database: DatabaseSync): Map<string, string> {
  const rows = selectRows<{ name: string; value: string }>(
    database,
    "SELECT name, value FROM about",
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** Sets one value of `about`. */
export function writeAbout(database: DatabaseSync, name: string, value: string): void {
  database.prepare("INSERT OR REPLACE INTO about VALUES (?, ?)").run(name, value);
}
