import { createHash } from "node:crypto";

/** Bytes looked at from each end of a file. */
const END_BYTES = 16_384;

/** SHA-256 of a file's first and last 16 KiB, in hex: what tells most videos apart without reading them. */
export async function digestOfEnds(path: string, bytes: number): Promise<string> {
  using file = await Deno.open(path);
  const hash = createHash("sha256");
  for (const start of [0, Math.max(0, bytes - END_BYTES)]) {
    await file.seek(start, Deno.SeekMode.Start);
    const buffer = new Uint8Array(END_BYTES);
    let filled = 0;
    while (filled < END_BYTES) {
      const count = await file.read(buffer.subarray(filled));
      if (count === null) break;
      filled += count;
    }
    hash.update(buffer.subarray(0, filled));
  }
  return hash.digest("hex");
}

/** SHA-256 of all of a file, in hex. */
export async function digestOfAll(path: string): Promise<string> {
  const file = await Deno.open(path);
  const hash = createHash("sha256");
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
