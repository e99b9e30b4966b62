import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { dirname, relative, sep } from "node:path";
import {
  DATABASE_ENDING,
  type FileRow,
  openTables,
  type ProbeRow,
  TABLES_VERSION,
  type VideoRow,
  writeAbout,
} from "./_manifest_tables.ts";
import { clockText } from "./_clock_text.ts";
import { databaseError } from "./_database_error.ts";
import { selectRows } from "./_select_rows.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import { digestOfEnds } from "../_file_digest.ts";
import { fileStamp } from "../file_stamp.ts";
import { inParallel } from "../in_parallel.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/** Options of {@linkcode indexManifest}. */
export interface IndexManifestOptions {
  /** The database: `NAME.sqlite`. Paths in it are relative to its folder. */
  readonly file: string;
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Published split that the manifest was read with. */
  readonly split?: string | undefined;
  /** Videos probed at a time. */
  readonly concurrency: number;
  /**
   * How long ffmpeg may be silent, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /** Stops the work; what is done so far is kept. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each video. */
  readonly onVideo?: ((video: IndexedFile) => void) | undefined;
}

/** A video that {@linkcode indexManifest} has finished. */
export interface IndexedFile {
  /** Path of the file. */
  readonly path: string;
  /** Why it cannot be decoded; null if it can. */
  readonly problem: string | null;
  /** False if the database knew the file already. */
  readonly isNew: boolean;
}

/** Rows after which a transaction is committed: what a crash may lose. */
const ROWS_PER_TRANSACTION = 256;

/**
 * Writes a manifest into an SQLite database with what each file holds (length, frame rate, size,
 * rotation, codec, checksum of its ends), so that a later start reads neither folders nor files.
 * Starts ffmpeg once for each new file; files whose size and time have not changed are not read
 * again. Can therefore be stopped and called again.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { indexManifest, locateFfmpeg, readManifest } from "@actnetformer/deno/datasets";
 *
 * const data = await Deno.makeTempDir();
 * for (const name of ["1.mp4", "2.mp4", "3.mp4"]) await Deno.writeTextFile(`${data}/${name}`, "");
 * const rows = ["path,class,split", "1.mp4,run,train", "2.mp4,walk,train", "3.mp4,run,test"];
 * await Deno.writeTextFile(`${data}/index.csv`, rows.join("\n"));
 * const manifest = await readManifest(data);
 * const { path: ffmpegPath } = await locateFfmpeg();
 * await indexManifest(manifest, { file: `${data}/videos.sqlite`, ffmpegPath, concurrency: 2 });
 * assert.deepEqual((await readManifest(`${data}/videos.sqlite`)).classes, manifest.classes);
 * ```
 *
 * @throws {ManifestError} If the file is another database.
 * @throws {RangeError} If the file's name does not end in `.sqlite`.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function indexManifest(
  manifest: Manifest,
  options: IndexManifestOptions,
): Promise<void> {
  const { file } = options;
  if (!file.endsWith(DATABASE_ENDING)) {
    throw new RangeError(
      `Cannot index videos as 'file' must end in ${DATABASE_ENDING}: current value is ${file}`,
    );
  }
  using database = openTables(file, { create: true });
  try {
    await fillTables(database, manifest, options);
  } catch (error) {
    throw databaseError(file, error);
  }
}

async function fillTables(
  database: DatabaseSync,
  manifest: Manifest,
  options: IndexManifestOptions,
): Promise<void> {
  const { file, concurrency, signal, onVideo } = options;
  writeAbout(database, "version", TABLES_VERSION);
  writeAbout(database, "finished", "no");
  const knownFiles = readKnownFiles(database, file);
  const writeFile = fileWriter(database);
  database.exec("BEGIN");
  try {
    await inParallel([...manifest.train, ...manifest.test], concurrency, async (video) => {
      signal?.throwIfAborted();
      const path = pathFrom(file, video.path);
      const stamp = await fileStamp(video.path);
      const known = knownFiles.get(path);
      if (known?.bytes === stamp.bytes && known.modified === stamp.modified) {
        onVideo?.({ path: video.path, problem: known.problem, isNew: false });
        return;
      }
      const facts = await examine(video, stamp.bytes, options);
      writeFile({ path, ...stamp, ...facts });
      onVideo?.({ path: video.path, problem: facts.problem, isNew: true });
    });
    writeVideos(database, manifest, options);
  } catch (error) {
    keepRows(database);
    throw error;
  }
  database.exec("COMMIT");
}

/** Commits what was written before an error; if that fails, the error itself says why. */
function keepRows(database: DatabaseSync): void {
  // A full disk may have ended the transaction.
  if (!database.isTransaction) return;
  try {
    database.exec("COMMIT");
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error)) throw error;
  }
}

/** What reading a file gives. */
type FileFacts = Omit<FileRow, "path" | "bytes" | "modified">;

async function examine(
  { path }: VideoEntry,
  bytes: number,
  { ffmpegPath, silenceSec, signal }: IndexManifestOptions,
): Promise<FileFacts> {
  const ends_sha256 = bytes === 0 ? "" : await digestOfEnds(path, bytes);
  try {
    const probe = await probeVideo(path, ffmpegPath, signal, { silenceSec });
    return { ends_sha256, problem: null, ...probeRow(probe) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ends_sha256, problem: error.reason, ...NOTHING_KNOWN };
  }
}

function probeRow(probe: VideoProbe): ProbeRow {
  return {
    duration_sec: probe.durationSec,
    claimed_sec: probe.claimedSec,
    frames_per_second: probe.framesPerSecond,
    coded_width: probe.codedWidth,
    coded_height: probe.codedHeight,
    display_width: probe.displayWidth,
    display_height: probe.displayHeight,
    rotation: probe.rotation,
    mirrored: probe.mirrored ? 1 : 0,
    pixel_aspect: probe.pixelAspect,
    codec: probe.codec,
    problems: JSON.stringify(probe.problems),
    clock: clockText(probe.clock),
  };
}

const NOTHING_KNOWN: ProbeRow = {
  duration_sec: null,
  claimed_sec: null,
  frames_per_second: null,
  coded_width: null,
  coded_height: null,
  display_width: null,
  display_height: null,
  rotation: null,
  mirrored: null,
  pixel_aspect: null,
  codec: null,
  problems: null,
  clock: null,
};

const FILE_COLUMNS = ["path", "bytes", "modified", "ends_sha256", "problem"]
  .concat(Object.keys(NOTHING_KNOWN));

const VIDEO_COLUMNS = ["id", "path", "part", "label", "labeled"];

type KnownFile = Pick<FileRow, "path" | "bytes" | "modified" | "problem">;

function readKnownFiles(database: DatabaseSync, file: string): Map<string, KnownFile> {
  const query = "SELECT path, bytes, modified, problem FROM files";
  const columns = { path: "text", bytes: "whole", modified: "whole", problem: "text?" } as const;
  const rows = selectRows<KnownFile>(database, query, { file, columns });
  return new Map(rows.map((known) => [known.path, known]));
}

/** Returns a function that writes a row of `files`, and commits every so often. */
function fileWriter(database: DatabaseSync): (row: FileRow) => void {
  const insert = inserter(database, "files", FILE_COLUMNS);
  let written = 0;
  return (row) => {
    insert({ ...row });
    written++;
    if (written % ROWS_PER_TRANSACTION === 0) database.exec("COMMIT; BEGIN");
  };
}

function writeVideos(
  database: DatabaseSync,
  { train, test, testSource, classes, notes, missing, labeled }: Manifest,
  { file, split }: IndexManifestOptions,
): void {
  database.exec("DELETE FROM videos");
  const insert = inserter(database, "videos", VIDEO_COLUMNS);
  const insertAll = (part: VideoRow["part"], videos: readonly VideoEntry[]) => {
    for (const { id, path, label } of videos) {
      const isLabeled = part === "train" && labeled?.has(id) === true;
      insert({ id, path: pathFrom(file, path), part, label, labeled: isLabeled ? 1 : 0 });
    }
  };
  insertAll("train", train);
  insertAll("test", test);
  database.exec("DELETE FROM files WHERE path NOT IN (SELECT path FROM videos)");
  const about = {
    classes,
    notes,
    missing,
    videos: train.length + test.length,
    split: split ?? null,
    testSource: testSource ?? null,
  };
  for (const [name, value] of Object.entries(about)) {
    writeAbout(database, name, JSON.stringify(value));
  }
  writeAbout(database, "finished", "yes");
}

/** Returns a function that writes a row of a table. */
function inserter(
  database: DatabaseSync,
  table: string,
  columns: readonly string[],
): (row: Record<string, SQLInputValue>) => void {
  const names = columns.join(", ");
  const parameters = columns.map((column) => `:${column}`).join(", ");
  const statement = database.prepare(
    `INSERT OR REPLACE INTO ${table} (${names}) VALUES (${parameters})`,
  );
  return (row) => {
    statement.run(row);
  };
}

/** Returns a path relative to the database's folder, with forward slashes. */
function pathFrom(file: string, path: string): string {
  return relative(dirname(file), path).split(sep).join("/");
}
