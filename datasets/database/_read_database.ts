import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import {
  DATABASE_ENDING,
  type FileRow,
  openTables,
  type ProbeRow,
  readAbout,
  type VideoRow,
} from "./_manifest_tables.ts";
import { parseClock } from "./_clock_text.ts";
import { isTextList, isTextOrNull, type JsonCheck, parseJsonColumn } from "./_json_column.ts";
import { type Columns, selectRows } from "./_select_rows.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { fingerprintOf } from "../file_fingerprint.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { requireBounds } from "../ffmpeg/_require_bounds.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/** Name of the database in a folder of prepared videos. */
export const PREPARED_DATABASE = `prepared${DATABASE_ENDING}`;

/** Rows that are in memory as such at a time. */
const PAGE_ROWS = 4096;

const SELECT_VIDEOS = `
  SELECT id, path, part, label, labeled, bytes, modified, ends_sha256, duration_sec, claimed_sec,
    frames_per_second, coded_width, coded_height, display_width, display_height, rotation, mirrored,
    pixel_aspect, codec, problems, clock
  FROM videos CROSS JOIN files USING (path)
  WHERE id > ? ORDER BY id LIMIT ${PAGE_ROWS}
`;

/** A row that the query above selects. */
type SelectedRow = VideoRow & ProbeRow & Pick<FileRow, "bytes" | "modified" | "ends_sha256">;

const COLUMNS: Columns<SelectedRow> = {
  id: "text",
  path: "text",
  part: "text",
  label: "whole?",
  labeled: "whole",
  bytes: "whole",
  modified: "whole",
  ends_sha256: "text",
  duration_sec: "number?",
  claimed_sec: "number?",
  frames_per_second: "number?",
  coded_width: "whole?",
  coded_height: "whole?",
  display_width: "number?",
  display_height: "number?",
  rotation: "whole?",
  mirrored: "whole?",
  pixel_aspect: "number?",
  codec: "text?",
  problems: "text?",
  clock: "text?",
};

/** Columns of lengths, sizes and ratios, which are above 0. */
const ABOVE_ZERO = [
  "duration_sec",
  "frames_per_second",
  "coded_width",
  "coded_height",
  "display_width",
  "display_height",
  "pixel_aspect",
] as const;

/** Whether a path is named like a database of videos. */
export function isDatabase(path: string): boolean {
  return path.endsWith(DATABASE_ENDING);
}

/**
 * Reads a manifest that `indexManifest` wrote; no video is opened.
 *
 * @param split The published split asked for; the database must have been made with it.
 * @throws {ManifestError} If the file is not such a database, is not finished, or was made for
 * another split.
 */
export function readDatabase(file: string, split: string | undefined): Manifest {
  using database = openTables(file, { create: false });
  const about = readAbout(database, file);
  refuseUnfinished(about, file);
  const valueOf = <Value>(name: string, check: JsonCheck<Value>) =>
    parseJsonColumn(about.get(name) ?? "null", check, { file, what: `'${name}'` });
  refuseOtherSplit({ split, madeWith: valueOf("split", isTextOrNull) }, file);
  const classes = valueOf("classes", isTextList);
  const parts: Record<VideoRow["part"], VideoEntry[]> = { train: [], test: [] };
  const labeled = new Set<string>();
  const resolvePath = pathResolver(file);
  for (const row of readRows(database, file)) {
    const { id, label } = row;
    refuseDamage(row, file);
    if (label !== null && classes[label] === undefined) {
      throw new ManifestError(
        file,
        `the label ${label} of '${shorten(id)}' is none of its ${classes.length} classes`,
      );
    }
    parts[row.part].push({
      id,
      path: resolvePath(row.path),
      label,
      probe: probeOf(row, file),
      fingerprint: fingerprintOf(row.bytes, row.ends_sha256),
      stamp: { bytes: row.bytes, modified: row.modified },
    });
    if (row.labeled === 1) labeled.add(id);
  }
  const count = valueOf("videos", isCountOrNull);
  const found = parts.train.length + parts.test.length;
  // Databases of earlier versions do not say how many there are.
  if (count !== null && count !== found) {
    throw new ManifestError(file, `it is damaged: ${found} of its ${count} videos are there`);
  }
  return {
    classes,
    train: parts.train,
    test: parts.test,
    testSource: valueOf("testSource", isTextOrNull) ?? undefined,
    notes: valueOf("notes", isTextList),
    copies: [],
    missing: valueOf("missing", isTextList),
    labeled: split === undefined ? null : labeled,
  };
}

/**
 * Yields the rows in the order of their ids.
 *
 * @throws {ManifestError} If an id comes twice, as in a damaged database.
 */
function* readRows(database: DatabaseSync, file: string): Generator<SelectedRow> {
  const ids = new Set<string>();
  let last = "";
  for (;;) {
    const options = { file, columns: COLUMNS, values: [last] };
    const rows = selectRows<SelectedRow>(database, SELECT_VIDEOS, options);
    for (const row of rows) {
      last = row.id;
      if (ids.has(last)) {
        throw new ManifestError(file, `it is damaged: it has the id '${shorten(last)}' twice`);
      }
      ids.add(last);
      yield row;
    }
    if (rows.length < PAGE_ROWS) return;
  }
}

/**
 * Requires of a row what no type says.
 *
 * @throws {ManifestError} If it cannot be right.
 */
function refuseDamage(row: SelectedRow, file: string): void {
  const { id, path, part, rotation, claimed_sec } = row;
  const wrong = ABOVE_ZERO.find((column) => {
    const value = row[column];
    return value !== null && !(value > 0 && value < Infinity);
  });
  const isWrong = wrong !== undefined || (part !== "train" && part !== "test") ||
    path === "" ||
    (rotation !== null && ![0, 90, 180, 270].includes(rotation)) ||
    (claimed_sec !== null && !Number.isFinite(claimed_sec));
  if (!isWrong) return;
  throw new ManifestError(file, `it is damaged: its row of '${shorten(id)}' cannot be right`);
}

function isCountOrNull(value: unknown): value is number | null {
  return value === null || Number.isSafeInteger(value);
}

function refuseUnfinished(about: ReadonlyMap<string, string>, file: string): void {
  if (about.get("finished") === "yes") return;
  const command = about.has("prepared") ? "data prepare" : "data index";
  throw new ManifestError(file, `it is not finished: run '${command}' again to complete it`);
}

function refuseOtherSplit(
  { split, madeWith }: { readonly split: string | undefined; readonly madeWith: string | null },
  file: string,
): void {
  if (split === undefined || split === madeWith) return;
  const made = madeWith === null ? "no split" : `the split ${madeWith}`;
  throw new ManifestError(file, `it was made with ${made}, not with ${split}`);
}

/** Returns a function that turns a path in a database into one from the working directory. */
function pathResolver(file: string): (path: string) => string {
  const folder = join(dirname(file), "/");
  const prefix = dirname(file) === "." ? "" : folder;
  // Only where it is needed: join() would take longer than everything else here.
  return (path) => path.startsWith("../") ? join(folder, path) : prefix + path;
}

/** Whether what a database says of a video is what a probe could give. */
function isWithinBounds(path: string, probe: VideoProbe): boolean {
  try {
    requireBounds(path, probe);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/**
 * Returns what ffmpeg reported about a file; undefined if it cannot be decoded, or what is written is
 * past all bounds: the file itself is asked then.
 */
function probeOf(row: SelectedRow, file: string): VideoProbe | undefined {
  const { duration_sec, coded_width, coded_height, display_width, display_height } = row;
  const { rotation, pixel_aspect, codec, clock } = row;
  if (
    duration_sec === null || coded_width === null || coded_height === null ||
    display_width === null || display_height === null || rotation === null ||
    pixel_aspect === null || codec === null || clock === null
  ) return undefined;
  const probe: VideoProbe = {
    durationSec: duration_sec,
    claimedSec: row.claimed_sec,
    codedWidth: coded_width,
    codedHeight: coded_height,
    displayWidth: display_width,
    displayHeight: display_height,
    rotation,
    mirrored: row.mirrored === 1,
    pixelAspect: pixel_aspect,
    framesPerSecond: row.frames_per_second,
    codec,
    problems: parseJsonColumn(row.problems ?? "[]", isTextList, {
      file,
      what: `what ffmpeg said of '${shorten(row.path)}'`,
    }),
    clock: parseClock(clock, { file, path: shorten(row.path) }),
  };
  return isWithinBounds(row.path, probe) ? probe : undefined;
}
