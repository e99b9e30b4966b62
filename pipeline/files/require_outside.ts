import { dirname, join, resolve } from "node:path";
import { statIfPresent } from "./stat_if_present.ts";

/**
 * Requires that a new folder is not in the folder of a data set, whose part it would be.
 *
 * @param data The data set; a list names its videos, so that the folder may be anywhere.
 * @param action What cannot be done otherwise, as in "prepare videos".
 * @throws {RangeError} If it is.
 */
export async function requireOutside(data: string, folder: string, action: string): Promise<void> {
  if (!statIfPresent(data)?.isDirectory) return;
  const outer = await Deno.realPath(data);
  const inner = await realPath(folder);
  if (inner !== outer && !inner.startsWith(join(outer, "/"))) return;
  throw new RangeError(
    `Cannot ${action} as their new folder must be outside of '${data}': ` +
      `current value is ${folder}`,
  );
}

/** Returns the real path of a file or folder that need not exist yet. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const absolute = resolve(path);
    const parent = dirname(absolute);
    return join(await realPath(parent), absolute.slice(parent.length));
  }
}
