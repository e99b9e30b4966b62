import { digestOfEnds } from "./_file_digest.ts";
import { fileStamp } from "./file_stamp.ts";

/** Hex digits of the digest that are kept: enough that no two files of a size share them by chance. */
const DIGITS = 16;

/**
 * Computes what identifies the content of a video's file, whatever its name: its size, and a hash
 * of its first and last 16 KiB.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fileFingerprint } from "@actnetformer/deno/datasets";
 *
 * const folder = await Deno.makeTempDir();
 * for (const name of ["a", "b"]) await Deno.writeTextFile(`${folder}/${name}`, "same");
 * assert.equal(await fileFingerprint(`${folder}/a`), await fileFingerprint(`${folder}/b`));
 * ```
 *
 * @returns Size and hash; null if the file is missing, empty or may not be read, which decoding
 * reports.
 */
export async function fileFingerprint(path: string): Promise<string | null> {
  try {
    const { bytes } = await fileStamp(path);
    if (bytes === 0) return null;
    return fingerprintOf(bytes, await digestOfEnds(path, bytes));
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return null;
    throw error;
  }
}

/** Returns the fingerprint of a file by its size and the SHA-256 of its ends, in hex. */
export function fingerprintOf(bytes: number, digest: string): string | null {
  return bytes === 0 ? null : `${bytes} ${digest.slice(0, DIGITS)}`;
}
