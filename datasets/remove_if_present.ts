import { leadsNowhere } from "./leads_nowhere.ts";

/** Removes a file that need not exist. */
export async function removeIfPresent(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!leadsNowhere(error)) throw error;
  }
}
