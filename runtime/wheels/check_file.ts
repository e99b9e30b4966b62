import { createHash } from "node:crypto";

/** What a downloaded file must be. */
export interface FileDigest {
  /** Length in bytes. */
  readonly bytes: number;
  /** SHA-256, lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Requires a downloaded file to be the expected one.
 *
 * @throws {Error} If its length or its SHA-256 is another.
 */
export async function checkFile(path: string, expected: FileDigest): Promise<void> {
  const { size } = await Deno.stat(path);
  if (size !== expected.bytes) {
    throw new Error(`the download has ${size} bytes instead of ${expected.bytes}`);
  }
  const hash = createHash("sha256");
  using file = await Deno.open(path, { read: true });
  for await (const chunk of file.readable) hash.update(chunk);
  const sha256 = hash.digest("hex");
  if (sha256 !== expected.sha256) {
    throw new Error(`the download's SHA-256 is ${sha256} instead of ${expected.sha256}`);
  }
}
