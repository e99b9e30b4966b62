import { join } from "node:path";
import { compareStrings } from "./_words.ts";

/** File name extensions that are taken for videos. */
export const VIDEO_EXTENSIONS = new Set(
  "3gp avi flv m2ts m4v mkv mov mp4 mpeg mpg mts ogv ts vob webm wmv y4m".split(" "),
);

/** Whether a file name ends like a video's. */
export function hasVideoExtension(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot > 0 && VIDEO_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}

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
