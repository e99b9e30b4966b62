import { dirname, join, relative, resolve } from "node:path";
import { PREPARED_DATABASE, readDatabase } from "../database/_read_database.ts";
import type { VideoEntry } from "../manifest.ts";
import { originalSizes } from "../prepare/original_sizes.ts";

/** What {@linkcode findPreparedCopies} compares. */
export interface PreparedCopiesOptions {
  /** Folder or list of the data set. */
  readonly data: string;
  /** Its test videos. */
  readonly test: readonly Pick<VideoEntry, "id" | "path">[];
  /** Folder or list of the other videos. */
  readonly source: string;
}

/**
 * Finds the videos of a folder that are test videos before or after their preparation, which has
 * changed their content: those of the same name, in whatever folder, and the same size before it.
 * Nothing is read if neither folder was prepared.
 */
export async function findPreparedCopies(
  videos: readonly VideoEntry[],
  { data, test, source }: PreparedCopiesOptions,
): Promise<ReadonlySet<VideoEntry>> {
  const before = await originalSizes(await folderOf(data));
  const folder = await folderOf(source);
  const after = await originalSizes(folder);
  if (before.size === 0 && after.size === 0) return new Set();
  const tested = new Set<string>();
  for (const { id, path } of test) tested.add(keyOf(id, before.get(id) ?? await sizeOf(path)));
  const ids = after.size === 0 ? new Map<string, string>() : idsIn(folder);
  const copies = new Set<VideoEntry>();
  for (const video of videos) {
    const id = ids.get(resolve(video.path)) ?? relative(folder, video.path);
    if (tested.has(keyOf(id, after.get(id) ?? await sizeOf(video.path)))) copies.add(video);
  }
  return copies;
}

/** Returns the folder that names in a folder or list are relative to. */
async function folderOf(path: string): Promise<string> {
  return (await Deno.stat(path)).isFile ? dirname(path) : path;
}

/** Without its folder, as others may be sorted into other ones, or into none. */
function keyOf(id: string, bytes: number): string {
  return `${bytes} ${id.slice(id.lastIndexOf("/") + 1).normalize("NFC")}`;
}

async function sizeOf(path: string): Promise<number> {
  return (await Deno.stat(path)).size;
}

/** The ids that the videos of a prepared folder had before, by their whole paths. */
function idsIn(folder: string): ReadonlyMap<string, string> {
  const { train, test } = readDatabase(join(folder, PREPARED_DATABASE), undefined);
  return new Map([...train, ...test].map(({ id, path }) => [resolve(path), id]));
}
