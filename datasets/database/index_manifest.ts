import type { DatabaseSync } from "node:sqlite";
import { dirname, relative, sep } from "node:path";
import { digestOfEnds } from "../_file_digest.ts";
import { inParallel } from "../in_parallel.ts";
import {
  DATABASE_ENDING,
  type FileRow,
  openTables,
  TABLES_VERSION,
  writeAbout,
} from "./_manifest_tables.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { fileStamp } from "../file_stamp.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";

/** How to index a manifest. */
export interface IndexManifestOptions {
  /** The database: `NAME.sqlite`. Paths in it are relative to its folder. */
  readonly file: string;
  readonly ffmpegPath: string;
  /** Published split that the manifest was read with. */
  readonly split?: string;
  /** Videos looked at at a time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  /** Told after each video; `problem` says why it cannot be decoded. */
  readonly onVideo?: (video: IndexedFile) => void;
}

/** A video that {@linkcode indexManifest} is done with. */
export interface IndexedFile {
  readonly path: string;
  readonly problem: string | null;
  /** False where the database knew the file already. */
  readonly isNew: boolean;
}

/** Rows written before what was found out is safe on the disk. */
const ROWS_PER_TRANSACTION = 256;

/**
 * Writes a manifest into an SQLite database with what each file holds (length, frame rate, size, rotation,
 * codec, checksum of its ends), so that a later start reads neither folders nor files. Starts ffmpeg once
 * a video. Can be stopped and called again: files that have the same size and time as then are not looked
 * at anew.
 *
 * @throws {ManifestError} if the file is another database. The signal's reason after an abort.
 * @throws {RangeError} if the file's name does not end in `.sqlite`.
 */
export async function indexManifest(
  manifest: Manifest,
  options: IndexManifestOptions,
): Promise<void> {
  const { file, concurrency, signal, onVideo } = options;
  if (!file.endsWith(DATABASE_ENDING)) {
    throw new RangeError(
      `Cannot index videos as 'file' must end in ${DATABASE_ENDING}: current value is ${file}`,
    );
  }
  using database = openTables(file, { create: true });
  writeAbout(database, "version", TABLES_VERSION);
  writeAbout(database, "finished", "no");
  const known = knownFiles(database);
  const insert = inserter(database, "files", FILE_COLUMNS);
  let waiting = 0;
  database.exec("BEGIN");
  try {
    await inParallel([...manifest.train, ...manifest.test], concurrency, async (video) => {
      signal?.throwIfAborted();
      const path = pathFrom(file, video.path);
      const { bytes, modified } = await fileStamp(video.path);
      const old = known.get(path);
      const isNew = old?.bytes !== bytes || old.modified !== modified;
      const facts = isNew ? await lookAt(video, bytes, options) : { problem: old.problem };
      if (isNew) insert({ path, bytes, modified, ...facts });
      if (isNew && ++waiting % ROWS_PER_TRANSACTION === 0) database.exec("COMMIT; BEGIN");
      onVideo?.({ path: video.path, problem: facts.problem, isNew });
    });
    writeVideos(database, manifest, options);
  } finally {
    database.exec("COMMIT");
  }
}

type Facts = Omit<FileRow, "path" | "bytes" | "modified">;

async function lookAt(
  { path }: VideoEntry,
  bytes: number,
  { ffmpegPath, signal }: IndexManifestOptions,
): Promise<Facts> {
  const ends_sha256 = bytes === 0 ? "" : await digestOfEnds(path, bytes);
  try {
    const probe = await probeVideo(path, ffmpegPath, signal);
    return {
      ends_sha256,
      problem: null,
      codec: probe.codec,
      rotation: probe.rotation,
      duration_sec: probe.durationSec,
      frames_per_second: probe.framesPerSecond,
      coded_width: probe.codedWidth,
      coded_height: probe.codedHeight,
      display_width: probe.displayWidth,
      display_height: probe.displayHeight,
      pixel_aspect: probe.pixelAspect,
    };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...NOTHING_KNOWN, ends_sha256, problem: error.reason };
  }
}

const NOTHING_KNOWN = {
  duration_sec: null,
  frames_per_second: null,
  coded_width: null,
  coded_height: null,
  display_width: null,
  display_height: null,
  rotation: null,
  pixel_aspect: null,
  codec: null,
};

const FILE_COLUMNS = ["path", "bytes", "modified", "ends_sha256", "problem"]
  .concat(Object.keys(NOTHING_KNOWN));

const VIDEO_COLUMNS = ["id", "path", "part", "label", "labeled"];

function writeVideos(
  database: DatabaseSync,
  { train, test, classes, notes, missing, labeled }: Manifest,
  { file, split }: IndexManifestOptions,
): void {
  database.exec("DELETE FROM videos");
  const insert = inserter(database, "videos", VIDEO_COLUMNS);
  for (const [part, videos] of Object.entries({ train, test })) {
    for (const { id, path, label } of videos) {
      const isLabeled = part === "train" && labeled?.has(id) === true ? 1 : 0;
      insert({ id, path: pathFrom(file, path), part, label, labeled: isLabeled });
    }
  }
  database.exec("DELETE FROM files WHERE path NOT IN (SELECT path FROM videos)");
  for (const [name, value] of Object.entries({ classes, notes, missing, split: split ?? null })) {
    writeAbout(database, name, JSON.stringify(value));
  }
  writeAbout(database, "finished", "yes");
}

function knownFiles(database: DatabaseSync) {
  const rows = database.prepare("SELECT path, bytes, modified, problem FROM files").all();
  return new Map(rows.map((row) => {
    const file = row as unknown as Pick<FileRow, "path" | "bytes" | "modified" | "problem">;
    return [file.path, file];
  }));
}

function inserter(database: DatabaseSync, table: string, columns: readonly string[]) {
  const places = columns.map((column) => `:${column}`).join(", ");
  const names = columns.join(", ");
  const statement = database.prepare(
    `INSERT OR REPLACE INTO ${table} (${names}) VALUES (${places})`,
  );
  return (row: Record<string, string | number | null>) => void statement.run(row);
}

function pathFrom(file: string, path: string): string {
  return relative(dirname(file), path).split(sep).join("/");
}
