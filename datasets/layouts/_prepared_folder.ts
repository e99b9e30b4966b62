import { join } from "node:path";
import type { DataFolder, FoundVideos, NamedVideo } from "./_layout.ts";
import { noteMissing } from "./_missing_files.ts";
import { PREPARED_DATABASE, readDatabase } from "../database/_read_database.ts";
import type { VideoEntry } from "../manifest.ts";

/** A folder that `prepareVideos` wrote: its database holds the videos as the original data set has them. */
export function readPreparedFolder({ root, entries }: DataFolder): FoundVideos | null {
  if (!entries.some(({ name }) => name === PREPARED_DATABASE)) return null;
  const manifest = readDatabase(join(root, PREPARED_DATABASE), undefined);
  const { classes, missing, labeled } = manifest;
  // Whoever adds a test list or a split reports the missing files of all lists together.
  const missingNotes = noteMissing(missing);
  return {
    train: withClassNames(manifest.train, classes),
    test: withClassNames(manifest.test, classes),
    classes,
    notes: manifest.notes.filter((note) => !missingNotes.includes(note)),
    missing,
    labeled,
    manifest,
  };
}

function withClassNames(videos: readonly VideoEntry[], classes: readonly string[]): NamedVideo[] {
  return videos.map(({ id, path, label }) => ({
    id,
    path,
    className: label === null ? null : classes[label] ?? null,
  }));
}
