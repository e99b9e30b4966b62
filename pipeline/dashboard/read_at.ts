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
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = await file.read(bytes.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
