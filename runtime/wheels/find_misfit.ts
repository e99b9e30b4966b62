import { join } from "node:path";
import type { PinnedFolder } from "./pinned_folder.ts";

/**
 * Looks for a file of a folder that is missing or has another length, which is quick.
 *
 * @returns What is wrong, in words; null if nothing is.
 */
export async function findMisfit(
  { path: directory, files }: Pick<PinnedFolder, "path" | "files">,
): Promise<string | null> {
  for (const { fileName, bytes } of files) {
    const path = join(directory, fileName);
    try {
      const { isFile, size } = await Deno.stat(path);
      if (!isFile) return `${path} is not a file`;
      if (size !== bytes) return `${path} has ${size} bytes instead of ${bytes}`;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return `there is no file ${path}`;
    }
  }
  return null;
}
