import { join } from "node:path";
import type { DataFolder } from "../folders/_data_folder.ts";
import type { FoundVideos, NamedVideo } from "../_found_videos.ts";
import { noteMissing } from "../lists/_missing_files.ts";
import { PREPARED_DATABASE, readDatabase } from "../database/_read_database.ts";
import type { VideoEntry } from "../manifest.ts";

/**
 * Reads a folder that `prepareVideos` wrote: its database has the ids and labels of the original
 * data set.
 */
export function readPreparedFolder({ root, entries }: DataFolder): FoundVideos | null {
  if (!entries.some(({ name }) => name === PREPARED_DATABASE)) return null;
  const manifest = readDatabase(join(root, PREPARED_DATABASE), undefined);
  const { classes, missing, labeled, testSource } = manifest;
  // Left out: if a test list or split is added, the missing files of all lists are noted together.
  const missingNotes = noteMissing(missing);
  return {
    train: withClassNames(manifest.train, classes),
    test: withClassNames(manifest.test, classes),
    testSource,
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
