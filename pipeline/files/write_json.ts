import { writeText } from "./write_text.ts";

/**
 * Writes a value as a file of JSON for people, whole or not at all.
 *
 * @param path File to write; its folder must exist.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeText(path, `${JSON.stringify(value, null, 2)}\n`);
}
