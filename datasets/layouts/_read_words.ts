import { readText } from "./_read_text.ts";

/**
 * Reads the words of each line that is not blank.
 *
 * @throws {ManifestError} If there is no such file, or it is not text.
 */
export async function readWords(path: string): Promise<string[][]> {
  const lines = (await readText(path)).split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "").map((line) => line.split(/\s+/));
}
