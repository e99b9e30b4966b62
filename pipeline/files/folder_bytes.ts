import { join } from "node:path";
import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";
import { listIfPresent } from "./list_if_present.ts";

/** Returns the size of all files in a folder, those in folders of it included. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  for (const { name, isDirectory } of listIfPresent(folder)) {
    const path = join(folder, name);
    bytes += isDirectory ? folderBytes(path) : sizeOf(path);
  }
  return bytes;
}

/** The size of a file, or of a link itself; 0 if it went away in the meantime. */
function sizeOf(path: string): number {
  try {
    return Deno.lstatSync(path).size;
  } catch (error) {
    if (leadsNowhere(error)) return 0;
    throw error;
  }
}
