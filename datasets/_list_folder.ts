import { join } from "node:path";
import { compareStrings } from "./_compare_strings.ts";
import { leadsNowhere } from "../runtime/files/leads_nowhere.ts";
import { isLitter } from "./_is_litter.ts";
import { ManifestError } from "./manifest_error.ts";
import { hasVideoExtension } from "./_video_extension.ts";
import { quotedList } from "./_words.ts";

/** A file or folder in a folder, with symbolic links followed. */
export interface FolderEntry {
  readonly name: string;
  /** False for a folder. */
  readonly isFile: boolean;
  /** Whether it is a symbolic link. */
  readonly isLink: boolean;
}

/** What a name has instead of bytes that are not UTF-8. */
const REPLACEMENT = "\uFFFD";

/**
 * Lists a folder's files and folders without {@linkcode isLitter litter}, sorted by name.
 *
 * @throws {ManifestError} If the name of a video or folder is not UTF-8.
 */
export async function listFolder(folder: string): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    if (isLitter(name)) continue;
    if (isFile || isDirectory) {
      entries.push({ name, isFile, isLink: false });
      continue;
    }
    const target = await statLink(join(folder, name));
    if (target.isFile || target.isDirectory) {
      entries.push({ name, isFile: target.isFile, isLink: true });
    }
  }
  await refuseOtherEncodings(folder, entries);
  return entries.sort((left, right) => compareStrings(left.name, right.name));
}

async function statLink(path: string): Promise<Pick<Deno.FileInfo, "isFile" | "isDirectory">> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    // A link to nowhere is listed as a file, so that decoding reports it.
    if (leadsNowhere(error)) return { isFile: true, isDirectory: false };
    throw error;
  }
}

/** @throws {ManifestError} If the name of a video or folder cannot be written, so not opened. */
async function refuseOtherEncodings(
  folder: string,
  entries: readonly FolderEntry[],
): Promise<void> {
  const wrong: string[] = [];
  for (const { name, isFile } of entries) {
    const matters = !isFile || hasVideoExtension(name);
    if (matters && name.includes(REPLACEMENT) && !(await exists(join(folder, name)))) {
      wrong.push(name);
    }
  }
  if (wrong.length === 0) return;
  throw new ManifestError(
    folder,
    `names must be in UTF-8: ${quotedList(wrong)} is not; rename it, or convert all names with ` +
      "convmv",
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (leadsNowhere(error)) return false;
    throw error;
  }
}
