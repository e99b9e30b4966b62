import { readUpTo } from "../../runtime/files/read_up_to.ts";

/** Bytes of a file. */
export interface ReadAtOptions {
  /** Where they start, from the start of the file. */
  readonly offset: number;
  /** How many there are at most. */
  readonly length: number;
}

/** Reads some bytes of a file; fewer if it ends before. */
export async function readAt(
  file: Deno.FsFile,
  { offset, length }: ReadAtOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  await file.seek(offset, Deno.SeekMode.Start);
  return await readUpTo(file, length);
}
