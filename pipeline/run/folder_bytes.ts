import { join } from "node:path";
import { listIfPresent, statIfPresent } from "./_if_present.ts";

/** Returns the size of all files in a folder, those in folders of it included. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  for (const { name, isDirectory } of listIfPresent(folder)) {
    const path = join(folder, name);
    // A file may go away in the meantime.
    bytes += isDirectory ? folderBytes(path) : statIfPresent(path)?.size ?? 0;
  }
  return bytes;
}
