import { join } from "node:path";
import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";
import { listIfPresent } from "./list_if_present.ts";

/**
 * Returns the size of all files in a folder, those in folders of it included. A file of several
 * names (hard links) counts once.
 */
export function folderBytes(folder: string): number {
  return bytesIn(folder, new Set());
}

/** @param counted Files of several names that were counted. */
function bytesIn(folder: string, counted: Set<string>): number {
  let bytes = 0;
  for (const { name, isDirectory } of listIfPresent(folder)) {
    const path = join(folder, name);
    bytes += isDirectory ? bytesIn(path, counted) : sizeOf(path, counted);
  }
  return bytes;
}

/** The size of a file, or of a link itself; 0 if it was counted or went away in the meantime. */
function sizeOf(path: string, counted: Set<string>): number {
  try {
    const { size, nlink, dev, ino } = Deno.lstatSync(path);
    if (nlink === null || nlink < 2) return size;
    const file = `${dev} ${ino}`;
    if (counted.has(file)) return 0;
    counted.add(file);
    return size;
  } catch (error) {
    if (leadsNowhere(error)) return 0;
    throw error;
  }
}
