import { basename, dirname } from "node:path";
import { isFile, leadsNowhere } from "../_is_file.ts";
import { inParallel } from "../in_parallel.ts";
import { pluralize, quotedList } from "../_words.ts";
import { ManifestError } from "../manifest_error.ts";

/** How many of a list's videos have no file. */
export interface MissingVideos {
  /** What the list is of, as in "test videos of ucf101-1pct". */
  readonly what: string;
  /** Those without a file, as the list names them. */
  readonly missing: readonly string[];
  /** How many videos the list has. */
  readonly total: number;
  /** Largest share of them without a file, 0 to 1. */
  readonly missingShare: number;
}

/** @throws {ManifestError} if more than `missingShare` of a list's videos are missing: how many, and which. */
export function refuseManyMissing(path: string, videos: MissingVideos): void {
  const { missing, total, missingShare, what } = videos;
  if (missing.length <= missingShare * total) return;
  const files = missing.length === 1 ? "has no file" : "have no file";
  throw new ManifestError(
    path,
    `${missing.length} of the ${total} ${what} ${files}, and at most ` +
      `${Number((missingShare * 100).toFixed(2))} % may be missing (missingShare): ${
        named(missing)
      }${
        missing.length < total ? "" : "; is each of them written as a path from the right folder?"
      }`,
  );
}

/** A line for the user about tolerated missing videos; none where all are there. */
export function noteMissing(missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  return [`${pluralize(missing.length, "listed video")} without a file: ${named(missing)}`];
}

/**
 * Which of some paths are files. Folders are listed rather than files looked at one by one: of 240,000 paths
 * in 400 folders only those that no folder lists cost a look each.
 */
export async function findFiles(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const folders = [...Map.groupBy(paths, (path) => dirname(path))];
  await inParallel(folders, 32, async ([folder, inside]) => {
    const listed = await fileNames(folder);
    for (const path of inside) {
      // What is not listed may be a link, or be written otherwise than the file system does.
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
    // A file that is not a list, read as one, gives impossible paths.
    if (!leadsNowhere(error)) throw error;
  }
  return names;
}

function named(names: readonly string[]): string {
  const shortened = [...names].sort().map((name) =>
    name.length > 100 ? `${name.slice(0, 97)}...` : name
  );
  return quotedList(shortened, 3);
}
