import { leadsNowhere } from "../runtime/files/leads_nowhere.ts";

/** The size and time of a file, to find out later whether it has changed. */
export interface FileStamp {
  /** Size in bytes. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/**
 * Returns a file's stamp; zeros if there is no file at the path: decoding will report that.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fileStamp } from "@actnetformer/deno/datasets";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "ten bytes.");
 * assert.equal((await fileStamp(path)).bytes, 10);
 * await Deno.remove(path);
 * assert.deepEqual(await fileStamp(path), { bytes: 0, modified: 0 });
 * ```
 */
export async function fileStamp(path: string): Promise<FileStamp> {
  try {
    const { size, mtime } = await Deno.stat(path);
    return { bytes: size, modified: mtime?.getTime() ?? 0 };
  } catch (error) {
    if (leadsNowhere(error)) return { bytes: 0, modified: 0 };
    throw error;
  }
}
