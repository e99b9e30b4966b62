import { writeAtomically } from "./write_atomically.ts";

/**
 * Writes a file of text, whole or not at all.
 *
 * @param path File to write; its folder must exist.
 * @param hint What is kept and what to do if the disk is full, for the message.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeText(path: string, text: string, hint?: string): Promise<void> {
  await writeAtomically(path, (temporaryPath) => Deno.writeTextFile(temporaryPath, text), hint);
}
