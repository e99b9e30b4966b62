import { dirname, join } from "node:path";
import {
  DATABASE_ENDING,
  openTables,
  type ProbeRow,
  readAbout,
  type VideoRow,
} from "./_manifest_tables.ts";
import { type Manifest, type VideoEntry } from "../manifest.ts";
import type { VideoProbe } from "../ffmpeg/probe_video.ts";
import { ManifestError } from "../manifest_error.ts";

const PROBE_COLUMNS =
  "duration_sec, frames_per_second, coded_width, coded_height, display_width, " +
  "display_height, rotation, pixel_aspect, codec";

/** Name of the database in a folder of prepared videos. */
export const PREPARED_DATABASE = `prepared${DATABASE_ENDING}`;

/** Whether a path is called like a database of videos. */
export function isDatabase(path: string): boolean {
  return path.endsWith(DATABASE_ENDING);
}

/**
 * Reads a manifest that `indexManifest` wrote; no video is looked at.
 *
 * @param split Published split asked for; the database must have been made with it.
 * @throws {ManifestError} if the file is no such database, is not finished, or was made for another split.
 */
export function readDatabase(file: string, split: string | undefined): Manifest {
  using database = openTables(file, { create: false });
  const about = readAbout(database);
  if (about.get("finished") !== "yes") {
    const command = about.has("prepared") ? "data prepare" : "data index";
    throw new ManifestError(file, `it is not finished: go on with it by '${command}'`);
  }
  const value = (name: string) => JSON.parse(about.get(name) ?? "null");
  const made = value("split") as string | null;
  if (split !== undefined && split !== made) {
    throw new ManifestError(
      file,
      `it was made with ${made === null ? "no split" : `the split ${made}`}, not with ${split}`,
    );
  }
  const classes = value("classes") as string[];
  const parts = { train: [] as VideoEntry[], test: [] as VideoEntry[] };
  const labeled = new Set<string>();
  const rows = database.prepare(
    `SELECT id, path, part, label, labeled, ${PROBE_COLUMNS} FROM videos JOIN files USING (path) ORDER BY id`,
  );
  const place = placeOf(file);
  for (const each of rows.iterate()) {
    const row = each as unknown as VideoRow & ProbeRow;
    if (row.label !== null && classes[row.label] === undefined) {
      throw new ManifestError(
        file,
        `the label ${row.label} of '${row.id}' is none of its ${classes.length} classes`,
      );
    }
    const probe = probeOf(row);
    const { id, label } = row;
    const video = { id, path: place(row.path), label, ...probe === null ? {} : { probe } };
    parts[row.part].push(video);
    if (row.labeled === 1) labeled.add(id);
  }
  return {
    classes,
    ...parts,
    notes: value("notes"),
    missing: value("missing"),
    labeled: split === undefined ? null : labeled,
  };
}

/** How paths in a database become paths for this process. */
function placeOf(file: string): (path: string) => string {
  const folder = join(dirname(file), "/");
  const prefix = folder === "../" ? "" : folder;
  // Not join(), which takes longer than all the rest, but where there is something to join.
  return (path) => path.startsWith("../../") ? join(folder, path) : prefix + path;
}

function probeOf(row: ProbeRow): VideoProbe | null {
  const { duration_sec, coded_width, coded_height, display_width, display_height } = row;
  const { rotation, pixel_aspect, codec } = row;
  if (
    duration_sec === null || coded_width === null || coded_height === null ||
    display_width === null || display_height === null || rotation === null ||
    pixel_aspect === null || codec === null
  ) return null;
  return {
    durationSec: duration_sec,
    codedWidth: coded_width,
    codedHeight: coded_height,
    displayWidth: display_width,
    displayHeight: display_height,
    rotation,
    pixelAspect: pixel_aspect,
    framesPerSecond: row.frames_per_second,
    codec,
  };
}
