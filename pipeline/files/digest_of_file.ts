import { createHash } from "node:crypto";

/** Computes the SHA-256 of a file, in hexadecimal digits. */
export async function digestOfFile(path: string): Promise<string> {
  const file = await Deno.open(path);
  const hash = createHash("sha256");
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
