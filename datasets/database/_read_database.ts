import { dirname, join } from "node:path";
import {
  DATABASE_ENDING,
  type FileRow,
  openTables,
  type ProbeRow,
  readAbout,
  type VideoRow,
} from "./_manifest_tables.ts";
import { parseClock } from "./_clock_text.ts";
import { selectRows } from "./_select_rows.ts";
import { fingerprintOf } from "../file_fingerprint.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/** Name of the database in a folder of prepared videos. */
export const PREPARED_DATABASE = `prepared${DATABASE_ENDING}`;

const SELECT_VIDEOS = `
  SELECT id, path, part, label, labeled, bytes, ends_sha256, duration_sec, claimed_sec,
    frames_per_second, coded_width, coded_height, display_width, display_height, rotation, mirrored,
    pixel_aspect, codec, problems, clock
  FROM videos JOIN files USING (path) ORDER BY id
`;

/** A row that the query above selects. */
type SelectedRow = VideoRow & ProbeRow & Pick<FileRow, "bytes" | "ends_sha256">;

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
  const about = readAbout(database);
  refuseUnfinished(about, file);
  const valueOf = (name: string) => JSON.parse(about.get(name) ?? "null");
  refuseOtherSplit({ split, madeWith: valueOf("split") }, file);
  const classes: string[] = valueOf("classes");
  const parts: Record<VideoRow["part"], VideoEntry[]> = { train: [], test: [] };
  const labeled = new Set<string>();
  const resolvePath = pathResolver(file);
  for (const row of selectRows<SelectedRow>(database, SELECT_VIDEOS)) {
    const { id, label } = row;
    if (label !== null && classes[label] === undefined) {
      throw new ManifestError(
        file,
        `the label ${label} of '${id}' is none of its ${classes.length} classes`,
      );
    }
    parts[row.part].push({
      id,
      path: resolvePath(row.path),
      label,
      probe: probeOf(row),
      fingerprint: fingerprintOf(row.bytes, row.ends_sha256),
    });
    if (row.labeled === 1) labeled.add(id);
  }
  return {
    classes,
    train: parts.train,
    test: parts.test,
    testSource: valueOf("testSource") ?? undefined,
    notes: valueOf("notes"),
    missing: valueOf("missing"),
    labeled: split === undefined ? null : labeled,
  };
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

/** Returns what ffmpeg reported about a file; undefined if it cannot be decoded. */
function probeOf(row: ProbeRow): VideoProbe | undefined {
  const { duration_sec, coded_width, coded_height, display_width, display_height } = row;
  const { rotation, pixel_aspect, codec, clock } = row;
  if (
    duration_sec === null || coded_width === null || coded_height === null ||
    display_width === null || display_height === null || rotation === null ||
    pixel_aspect === null || codec === null || clock === null
  ) return undefined;
  return {
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
    problems: JSON.parse(row.problems ?? "[]"),
    clock: parseClock(clock),
  };
}
