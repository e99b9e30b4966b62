import type { RandomAccessFile } from "../tensor_files/random_access_file.ts";
import { HEADER_LIMIT, LENGTH_BYTES } from "./_header.ts";

/** What a header begins with. */
export const OPENING_BRACE = 0x7b;

/** Whether a file begins as the format demands. */
export function isSafetensors(file: RandomAccessFile): boolean {
  const start = beginningOf(file);
  return headerLength(start) <= HEADER_LIMIT && start[LENGTH_BYTES] === OPENING_BRACE;
}

/** Reads the header's length and its first byte, as far as they are there. */
export function beginningOf(file: RandomAccessFile): Uint8Array<ArrayBuffer> {
  return file.read({ start: 0, length: Math.min(file.size, LENGTH_BYTES + 1) });
}

/** Returns the number of bytes that a file claims for its header; Infinity if it is cut off. */
export function headerLength(start: Uint8Array<ArrayBuffer>): number {
  if (start.length < LENGTH_BYTES) return Infinity;
  return Number(new DataView(start.buffer).getBigUint64(0, true));
}
