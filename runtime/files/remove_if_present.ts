import { leadsNowhere } from "./leads_nowhere.ts";

/** Removes a file, or a folder, that need not exist. */
export async function removeIfPresent(
  path: string,
  options: Deno.RemoveOptions = {},
): Promise<void> {
  try {
    await Deno.remove(path, options);
  } catch (error) {
    if (!leadsNowhere(error)) throw error;
  }
}
