import { join } from "node:path";
import type { PinnedFolder } from "./pinned_folder.ts";

/** A file that is not as it should be. */
export interface Misfit {
  /** Path of the file. */
  readonly path: string;
  /** What it is instead, in words. */
  readonly reason: string;
  /** Whether there is nothing of this name. */
  readonly isMissing: boolean;
}

/**
 * Looks for a file of a folder that is missing or has another length, which is quick.
 *
 * @returns The first one; null if there is none.
 */
export async function findMisfit(
  { path: directory, files }: Pick<PinnedFolder, "path" | "files">,
): Promise<Misfit | null> {
  for (const { fileName, bytes } of files) {
    const path = join(directory, fileName);
    try {
      const { isFile, size } = await Deno.stat(path);
      if (isFile && size === bytes) continue;
      const reason = isFile ? `it has ${size} bytes instead of ${bytes}` : "it is not a file";
      return { path, reason, isMissing: false };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return { path, reason: "it does not exist", isMissing: true };
    }
  }
  return null;
}
