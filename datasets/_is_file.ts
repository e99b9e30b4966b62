import { leadsNowhere } from "../runtime/files/leads_nowhere.ts";

/** Whether a path leads to a file, through symbolic links. */
export async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (leadsNowhere(error)) return false;
    throw error;
  }
}
