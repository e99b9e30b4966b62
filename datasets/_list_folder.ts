import { join } from "node:path";
import { compareStrings } from "./_compare_strings.ts";

/** A file or folder in a folder, with symbolic links followed. */
export interface FolderEntry {
  readonly name: string;
  /** False for a folder. */
  readonly isFile: boolean;
}

/** A folder's visible files and folders, sorted by name, with symbolic links followed. */
export async function listFolder(folder: string): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".")) continue;
    if (isFile || isDirectory) {
      entries.push({ name, isFile });
      continue;
    }
    const info = await Deno.stat(join(folder, name)).catch((error) => {
      // A link to nowhere is listed as a file, so that decoding reports it.
      if (error instanceof Deno.errors.NotFound) return { isFile: true, isDirectory: false };
      throw error;
    });
    if (info.isFile || info.isDirectory) entries.push({ name, isFile: info.isFile });
  }
  return entries.sort((a, b) => compareStrings(a.name, b.name));
}
