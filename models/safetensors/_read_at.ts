import { SafetensorsError } from "./safetensors_error.ts";

/** A range of bytes of a file. */
export interface ByteRange {
  /** Position of the first. */
  readonly start: number;
  /** Number of bytes. */
  readonly length: number;
}

/**
 * Reads bytes of a file. Seeks and reads without waiting in between: the file has one position for
 * all of its readers.
 *
 * @throws {SafetensorsError} If the file ends before.
 */
export function readAt(
  path: string,
  file: Deno.FsFile,
  { start, length }: ByteRange,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  file.seekSync(start, Deno.SeekMode.Start);
  let filled = 0;
  while (filled < length) {
    const count = file.readSync(bytes.subarray(filled));
    if (count === null) throw new SafetensorsError(path, "it ended while being read");
    filled += count;
  }
  return bytes;
}
