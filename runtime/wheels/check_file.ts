import { createHash } from "node:crypto";

/** What a file must be. */
export interface FileDigest {
  /** Length in bytes. */
  readonly bytes: number;
  /** SHA-256, lower-case hexadecimal. */
  readonly sha256: string;
}

/** Bytes that are read at once: enough that reading costs little beside hashing. */
const CHUNK_BYTES = 1 << 20;

/**
 * Requires a file to be the expected one.
 *
 * @param report Called with the bytes read so far.
 * @throws {Error} If its length or its SHA-256 is another; the message says what it is.
 */
export async function checkFile(
  path: string,
  expected: FileDigest,
  report: (readBytes: number) => void = () => {},
): Promise<void> {
  const { size } = await Deno.stat(path);
  if (size !== expected.bytes) {
    throw new Error(`it has ${size} bytes instead of ${expected.bytes}`);
  }
  const sha256 = await sha256Of(path, report);
  if (sha256 !== expected.sha256) {
    throw new Error(`its SHA-256 is ${sha256} instead of ${expected.sha256}`);
  }
}

async function sha256Of(path: string, report: (readBytes: number) => void): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path, { read: true });
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (let total = 0;;) {
    const count = await file.read(buffer);
    if (count === null) return hash.digest("hex");
    hash.update(buffer.subarray(0, count));
    total += count;
    report(total);
  }
}
