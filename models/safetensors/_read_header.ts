import { describeForeign } from "../tensor_files/describe_foreign.ts";
import type { RandomAccessFile } from "../tensor_files/random_access_file.ts";
import { type Header, HEADER_LIMIT, LENGTH_BYTES, parseHeader } from "./_header.ts";

const OPENING_BRACE = 0x7b;

/** Bytes that a message shows of a file of unknown format. */
const BYTES_SHOWN = 8;

/**
 * Reads and checks the header of a file.
 *
 * @throws {SafetensorsError} If the file breaks the format or has another one.
 */
export function readHeader(file: RandomAccessFile): Header {
  if (!isSafetensors(file)) {
    throw file.error(describeForeign(file) ?? describeUnknown(file));
  }
  const length = headerLength(beginningOf(file));
  const needed = LENGTH_BYTES + length;
  if (needed > file.size) {
    throw file.error(
      `it ends after ${file.size} of more than ${needed} bytes. A download or copy of it broke ` +
        "off: get the whole file",
    );
  }
  const bytes = file.read({ start: LENGTH_BYTES, length });
  return parseHeader(file.path, bytes, file.size);
}

/** Whether a file begins as the format demands. */
export function isSafetensors(file: RandomAccessFile): boolean {
  const start = beginningOf(file);
  return headerLength(start) <= HEADER_LIMIT && start[LENGTH_BYTES] === OPENING_BRACE;
}

function beginningOf(file: RandomAccessFile): Uint8Array<ArrayBuffer> {
  return file.read({ start: 0, length: Math.min(file.size, LENGTH_BYTES + 1) });
}

/** Returns the number of bytes that a file claims for its header; Infinity if it is cut off. */
function headerLength(start: Uint8Array<ArrayBuffer>): number {
  if (start.length < LENGTH_BYTES) return Infinity;
  return Number(new DataView(start.buffer).getBigUint64(0, true));
}

function describeUnknown(file: RandomAccessFile): string {
  const start = beginningOf(file);
  if (start.length <= LENGTH_BYTES) return `it has only ${file.size} bytes. Get the whole file`;
  if (start[LENGTH_BYTES] === OPENING_BRACE) {
    return "its first 8 bytes, the length of its header, are damaged. Get the file again";
  }
  const shown = Array.from(
    start.subarray(0, BYTES_SHOWN),
    (byte) => byte.toString(16).padStart(2, "0"),
  );
  return "its header is not a JSON object, and the file is of no other format known here: " +
    `it begins with the bytes ${shown.join(" ")}`;
}
