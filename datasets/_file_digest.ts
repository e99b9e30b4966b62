import { createHash } from "node:crypto";
import { readUpTo } from "../runtime/files/read_up_to.ts";

/** Bytes read from each end of a file. */
const END_BYTES = 16_384;

/**
 * Computes the SHA-256 of a file's first and last 16 KiB, in hex: enough to distinguish most videos
 * without reading them.
 *
 * @param bytes The file's size.
 */
export async function digestOfEnds(path: string, bytes: number): Promise<string> {
  using file = await Deno.open(path);
  const hash = createHash("sha256");
  for (const start of [0, Math.max(0, bytes - END_BYTES)]) {
    await file.seek(start, Deno.SeekMode.Start);
    hash.update(await readUpTo(file, END_BYTES));
  }
  return hash.digest("hex");
}

/** Computes the SHA-256 of all of a file, in hex. */
export async function digestOfAll(path: string): Promise<string> {
  const file = await Deno.open(path);
  const hash = createHash("sha256");
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
