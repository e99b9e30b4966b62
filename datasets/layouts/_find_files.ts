import { basename, dirname, join } from "node:path";
import { inParallel } from "../in_parallel.ts";
import { isFile, leadsNowhere } from "../_is_file.ts";

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
  const wanted = new Set(paths);
  // A line without a path.
  wanted.delete("");
  const folders = [...Map.groupBy(wanted, (path) => dirname(path))];
  await inParallel(folders, CONCURRENCY, async ([folder, pathsInside]) => {
    const listed = new Set(await namesIn(folder, { filesOnly: true }));
    for (const path of pathsInside) {
      if (listed.has(basename(path))) found.set(path, path);
      else unlisted.push(path);
    }
  });
  await inParallel(unlisted, CONCURRENCY, async (path) => {
    const file = await findWrittenOtherwise(path);
    if (file !== null) found.set(path, file);
  });
  return found;
}

async function findWrittenOtherwise(path: string): Promise<string | null> {
  for (const spelling of new Set([path, path.replaceAll("\\", "/")])) {
    // A path that is not listed may be a link.
    if (await isFile(spelling)) return spelling;
    if (spelling.normalize("NFC") === spelling.normalize("NFD")) continue;
    const files: string[] = [];
    for (const form of await findForms(spelling)) if (await isFile(form)) files.push(form);
    if (files.length === 1) return files[0] ?? null;
  }
  return null;
}

/** Finds what differs from a path at most in the normal form of Unicode. */
async function findForms(path: string): Promise<string[]> {
  const parent = dirname(path);
  if (parent === path) return [path];
  const isPlain = path.normalize("NFC") === path.normalize("NFD");
  if (isPlain) return await isFolder(path) ? [path] : [];
  const wanted = basename(path).normalize("NFC");
  const forms: string[] = [];
  for (const folder of await findForms(parent)) {
    const names = await namesIn(folder, { filesOnly: false });
    const matches = names.filter((name) => name.normalize("NFC") === wanted);
    forms.push(...matches.map((name) => join(folder, name)));
  }
  return forms;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (leadsNowhere(error)) return false;
    throw error;
  }
}

async function namesIn(
  folder: string,
  { filesOnly }: { readonly filesOnly: boolean },
): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile || !filesOnly) names.push(name);
    }
  } catch (error) {
    // If a file that is not a list was read as one, its paths are impossible. A folder may be closed
    // to listing, but not to its files.
    if (!leadsNowhere(error) && !(error instanceof Deno.errors.PermissionDenied)) throw error;
  }
  return names;
}
