import { join } from "node:path";
import { compareStrings } from "./_compare_strings.ts";
import { isLitter } from "./_is_litter.ts";

/** A file or folder in a folder, with symbolic links followed. */
export interface FolderEntry {
  readonly name: string;
  /** False for a folder. */
  readonly isFile: boolean;
}

/** Lists a folder's files and folders without {@linkcode isLitter litter}, sorted by name. */
export async function listFolder(folder: string): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    if (isLitter(name)) continue;
    if (isFile || isDirectory) {
      entries.push({ name, isFile });
      continue;
    }
    const target = await statLink(join(folder, name));
    if (target.isFile || target.isDirectory) entries.push({ name, isFile: target.isFile });
  }
  return entries.sort((left, right) => compareStrings(left.name, right.name));
}

async function statLink(path: string): Promise<Pick<Deno.FileInfo, "isFile" | "isDirectory">> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    // A link to nowhere is listed as a file, so that decoding reports it.
    if (error instanceof Deno.errors.NotFound) return { isFile: true, isDirectory: false };
    throw error;
  }
}
