import { basename, dirname } from "node:path";
import { PATH_LIMIT } from "./_path_limit.ts";
import { namesIn, Spellings } from "./_spellings.ts";
import { inParallel } from "../in_parallel.ts";
import { isFile } from "../_is_file.ts";

/** Folders listed, or paths looked for, at a time. */
const CONCURRENCY = 32;

/**
 * Finds files as lists write them: as written, else with slashes for the backslashes of Windows, or
 * in the other normal form of Unicode, in which "é" is one character or two.
 *
 * Lists folders instead of asking for each file: 240,000 paths in 400 folders need 400 listings, and
 * more calls only for a path that its folder does not list.
 *
 * @returns The path of the file by the path looked for.
 */
export async function findFiles(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const unlisted: string[] = [];
  // A line may have no path, or one that no file can have.
  const wanted = new Set(paths.filter(canBePath));
  const folders = [...Map.groupBy(wanted, (path) => dirname(path))];
  await inParallel(folders, CONCURRENCY, async ([folder, pathsInside]) => {
    const listed = new Set(await namesIn(folder, (entry) => entry.isFile));
    for (const path of pathsInside) {
      if (listed.has(basename(path))) found.set(path, path);
      else unlisted.push(path);
    }
  });
  const normalForms = new Spellings((name) => name.normalize("NFC"));
  await inParallel(unlisted, CONCURRENCY, async (path) => {
    const file = await findWrittenOtherwise(path, normalForms);
    if (file !== null) found.set(path, file);
  });
  return found;
}

function canBePath(text: string): boolean {
  return text !== "" && text.length <= PATH_LIMIT && !text.includes("\0");
}

async function findWrittenOtherwise(path: string, normalForms: Spellings): Promise<string | null> {
  for (const spelling of new Set([path, path.replaceAll("\\", "/")])) {
    // A path that is not listed may be a link.
    if (await isFile(spelling)) return spelling;
    if (spelling.normalize("NFC") === spelling.normalize("NFD")) continue;
    const files: string[] = [];
    for (const form of await normalForms.find(spelling)) if (await isFile(form)) files.push(form);
    if (files.length === 1) return files[0] ?? null;
  }
  return null;
}
