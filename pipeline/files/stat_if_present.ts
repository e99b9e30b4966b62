import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";

/** What the system knows of a file or folder; undefined if there is none. */
export function statIfPresent(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (leadsNowhere(error)) return undefined;
    throw error;
  }
}
