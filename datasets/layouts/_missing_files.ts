import { basename, dirname } from "node:path";
import { inParallel } from "../in_parallel.ts";
import { isFile, leadsNowhere } from "../_is_file.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize, quotedList } from "../_words.ts";

/** Folders listed at a time. */
const CONCURRENCY = 32;

/** How many of a list's videos have no file. */
export interface MissingVideos {
  /** What the list is of, as in "test videos of ucf101-1pct". */
  readonly what: string;
  /** The videos without a file, as the list writes them. */
  readonly missing: readonly string[];
  /** Number of videos in the list. */
  readonly total: number;
  /** Largest share of them that may have no file, 0 to 1. */
  readonly missingShare: number;
}

/** @throws {ManifestError} If more than `missingShare` of a list's videos are missing. */
export function refuseManyMissing(path: string, videos: MissingVideos): void {
  const { missing, total, missingShare, what } = videos;
  if (missing.length <= missingShare * total) return;
  const have = missing.length === 1 ? "has" : "have";
  const percent = Number((missingShare * 100).toFixed(2));
  const hint = missing.length < total
    ? ""
    : "; is each of them written as a path from the right folder?";
  throw new ManifestError(
    path,
    `${missing.length} of the ${total} ${what} ${have} no file, and at most ${percent} % may be ` +
      `missing (missingShare): ${sortedList(missing)}${hint}`,
  );
}

/** Returns a line for the user about tolerated missing videos; none if no video is missing. */
export function noteMissing(missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  return [`${pluralize(missing.length, "listed video")} without a file: ${sortedList(missing)}`];
}

/**
 * Returns those of some paths that are files. Lists their folders instead of asking for each file:
 * 240,000 paths in 400 folders need 400 listings, and one more call for each path that its folder
 * does not list.
 */
export async function findFiles(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const folders = [...Map.groupBy(paths, (path) => dirname(path))];
  await inParallel(folders, CONCURRENCY, async ([folder, pathsInside]) => {
    const listed = await fileNames(folder);
    for (const path of pathsInside) {
      // A path that is not listed may be a link, or written otherwise than the file system writes
      // it.
      if (listed.has(basename(path)) || await isFile(path)) found.add(path);
    }
  });
  return found;
}

async function fileNames(folder: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) if (isFile) names.add(name);
  } catch (error) {
    // If a file that is not a list was read as one, its paths are impossible.
    if (!leadsNowhere(error)) throw error;
  }
  return names;
}

/** Quotes the first few names in order, shortening those that are too long for a message. */
function sortedList(names: readonly string[]): string {
  const shortened = [...names].sort().map((name) =>
    name.length > 100 ? `${name.slice(0, 97)}...` : name
  );
  return quotedList(shortened, 3);
}
