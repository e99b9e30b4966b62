import type { RandomAccessFile } from "../tensor_files/random_access_file.ts";

/** Bytes that a zip archive with a file begins with. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** Versions of pickle that begin with their number. */
const PROTOCOLS: readonly number[] = [2, 3, 4, 5];

const PROTOCOL_STEP = 0x80;

/** Bytes before what a pickle holds: its version, and since version 4 the length of a frame. */
const PICKLE_STARTS = [2, 11] as const;

/** A pickle of the magic number 0x1950a86a20f9469cfc6c, after its version. */
const MAGIC = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** Name of the pickle in a zip archive. */
const PICKLE_NAME = /data\.pkl/;

/** Bytes at each end that are searched for names. */
const SAMPLE_BYTES = 2 ** 16;

/** Returns in which of PyTorch's formats a file is, by its first bytes; undefined if in none. */
export function pytorchFormat(
  file: RandomAccessFile,
): "archive" | "legacy" | "pickle" | undefined {
  const start = file.read({
    start: 0,
    length: Math.min(file.size, PICKLE_STARTS[1] + MAGIC.length),
  });
  const begins = (bytes: readonly number[], offset = 0) =>
    bytes.every((byte, index) => start[offset + index] === byte);
  if (begins(ZIP)) return namesPickle(file) ? "archive" : undefined;
  if (start[0] !== PROTOCOL_STEP || !PROTOCOLS.includes(start[1] ?? 0)) return undefined;
  return PICKLE_STARTS.some((offset) => begins(MAGIC, offset)) ? "legacy" : "pickle";
}

function namesPickle(file: RandomAccessFile): boolean {
  const length = Math.min(file.size, SAMPLE_BYTES);
  return [0, file.size - length].some((start) =>
    PICKLE_NAME.test(new TextDecoder("latin1").decode(file.read({ start, length })))
  );
}
