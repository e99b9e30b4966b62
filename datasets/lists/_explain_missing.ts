import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Reading } from "./_list_line.ts";
import { PATH_LIMIT } from "./_path_limit.ts";
import { Spellings } from "./_spellings.ts";
import { isFile } from "../_is_file.ts";
import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";
import { shorten } from "../../runtime/text/shorten.ts";

/** Folders above a list in which its videos are looked for. */
const FOLDERS_ABOVE = 3;

/** A line of a list whose video has no file. */
export interface MissingLine extends Reading {
  readonly line: number;
}

/** Options of {@linkcode explainMissing}. */
export interface ExplainMissingOptions {
  readonly list: string;
  /** Folder that paths are relative to. */
  readonly root: string;
}

/**
 * Returns how a line was read, where its video was looked for, and, if it is found elsewhere, what to
 * write instead.
 */
export async function explainMissing(
  { line, path, label, problem }: MissingLine,
  options: ExplainMissingOptions,
): Promise<string> {
  const target = isAbsolute(path) ? path : resolve(options.root, path);
  const labelText = label === null ? "without a label" : `with the label '${shorten(label)}'`;
  const reading = `line ${line} was read as the path '${shorten(path)}' ${labelText}`;
  if (path.length > PATH_LIMIT) {
    return `${reading}, but a path has at most ${PATH_LIMIT} characters: this one has ${path.length}`;
  }
  const advice = await adviseOn(path, target, options);
  const doubt = problem === undefined ? "" : `, but ${problem}`;
  return `${reading}${doubt}, and looked for as '${target}'${advice}`;
}

async function adviseOn(
  path: string,
  target: string,
  { list, root }: ExplainMissingOptions,
): Promise<string> {
  const folder = await findFolder(path, root);
  if (folder !== null) {
    return `: '${folder}' is a folder, but only files of videos are read, not folders of frames`;
  }
  const sibling = await findWithExtension(target);
  if (sibling !== null) return `: there is '${sibling}'; write names with their extension`;
  const otherCase = await findOtherCase(target);
  if (otherCase !== null) {
    return `: there is '${
      relative(resolve(root), otherCase)
    }'; write capitals as the name has them`;
  }
  const elsewhere = await findElsewhere(path, { list, root });
  if (elsewhere === null) {
    return /\s/.test(path) ? "; a path or label with blanks may have to be in quotes" : "";
  }
  const written = relative(resolve(root), elsewhere);
  return `: it is at '${elsewhere}', which must be written as '${written}', relative to ` +
    `'${resolve(root)}'`;
}

/** Finds a folder that the path names, or its first words if numbers follow: "run/v1 120 3". */
async function findFolder(path: string, root: string): Promise<string | null> {
  const words = path.replace(/(?:[\s,;]+\d+)+$/, "");
  for (const written of new Set([path, words])) {
    try {
      if ((await Deno.stat(resolve(root, written))).isDirectory) return written;
    } catch (error) {
      if (!leadsNowhere(error)) throw error;
    }
  }
  return null;
}

/** Finds a file that differs from a path by an extension. */
async function findWithExtension(target: string): Promise<string | null> {
  const stem = basename(target);
  const entries = await entriesIn(dirname(target));
  return entries.find(({ name }) => name.startsWith(`${stem}.`))?.name ?? null;
}

/** Finds a file that differs from a path by capitals, in its name or its folders. */
async function findOtherCase(target: string): Promise<string | null> {
  const spellings = new Spellings((name) => name.normalize("NFC").toLowerCase());
  for (const path of await spellings.find(target.replaceAll("\\", "/"))) {
    if (await isReadableFile(path)) return path;
  }
  return null;
}

/**
 * Finds a file in the other folders that people take paths to be relative to; in those of the list
 * also without the first folders of its path, which may be another machine's.
 */
async function findElsewhere(
  path: string,
  { list, root }: ExplainMissingOptions,
): Promise<string | null> {
  const parts = path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");
  const [whole = "", ...endings] = parts.map((_, index) => join(...parts.slice(index)));
  const bases = await otherBases({ list, root });
  const near = [resolve(root), dirname(resolve(list))];
  const candidates = [
    ...bases.map((base) => join(base, whole)),
    ...endings.flatMap((ending) => near.map((base) => join(base, ending))),
  ];
  for (const candidate of candidates) if (await isReadableFile(candidate)) return candidate;
  return null;
}

async function otherBases({ list, root }: ExplainMissingOptions): Promise<string[]> {
  const listFolderPath = dirname(resolve(list));
  const above = Array.from(
    { length: FOLDERS_ABOVE },
    (_, index) => resolve(listFolderPath, ...Array<string>(index + 1).fill("..")),
  );
  const below = await foldersIn(resolve(root));
  const beside = await foldersIn(dirname(listFolderPath));
  return [...new Set([resolve(root), listFolderPath, Deno.cwd(), ...below, ...beside, ...above])];
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await entriesIn(folder);
  return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => join(folder, name));
}

/** Whether there is a file that this user may see: the folders above a list may be another's. */
async function isReadableFile(path: string): Promise<boolean> {
  try {
    return await isFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}

async function entriesIn(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (leadsNowhere(error) || error instanceof Deno.errors.PermissionDenied) return [];
    throw error;
  }
}
