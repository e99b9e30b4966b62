import { ManifestError } from "../manifest_error.ts";

/**
 * Reads a text file without a byte order mark, as the list or index of a data set.
 *
 * @throws {ManifestError} If there is no such file, or it is not text.
 */
export async function readText(path: string): Promise<string> {
  const text = await readTextFile(path);
  if (text.includes("\0")) throw new ManifestError(path, "it must be a list of videos, in text");
  return text.replace(/^\uFEFF/, "");
}

/**
 * Reads the words of each line that is not blank.
 *
 * @throws {ManifestError} If there is no such file, or it is not text.
 */
export async function readWords(path: string): Promise<string[][]> {
  const lines = (await readText(path)).split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "").map((line) => line.split(/\s+/));
}

async function readTextFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new ManifestError(path, "the file does not exist", { cause });
  }
}
