import { dirname } from "node:path";

/** Writes a file that is not a library, and the folders above it. */
export async function writeBroken(path: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, "not a library");
}
