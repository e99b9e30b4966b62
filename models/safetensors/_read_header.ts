import { describeForeign } from "./_describe_foreign.ts";
import { type Header, HEADER_LIMIT, LENGTH_BYTES, parseHeader } from "./_header.ts";
import { readAt } from "./_read_at.ts";
import { SafetensorsError } from "./safetensors_error.ts";

const OPENING_BRACE = 0x7b;

/** Bytes that a message shows of a file of unknown format. */
const BYTES_SHOWN = 8;

/**
 * Reads and checks the header of a file.
 *
 * @param size Bytes of the file.
 * @throws {SafetensorsError} If the file breaks the format or has another one.
 */
export function readHeader(path: string, file: Deno.FsFile, size: number): Header {
  const start = readAt(path, file, { start: 0, length: Math.min(size, LENGTH_BYTES + 1) });
  const length = headerLength(start);
  const isSafetensors = length <= HEADER_LIMIT && start[LENGTH_BYTES] === OPENING_BRACE;
  if (!isSafetensors) {
    const foreign = describeForeign(path, file, size);
    if (foreign !== undefined) throw new SafetensorsError(path, foreign);
    throw new SafetensorsError(path, describeUnknown(start, size));
  }
  const needed = LENGTH_BYTES + length;
  if (needed > size) {
    throw new SafetensorsError(
      path,
      `it ends after ${size} of more than ${needed} bytes. A download or copy of it broke off: ` +
        "get the whole file",
    );
  }
  const bytes = readAt(path, file, { start: LENGTH_BYTES, length });
  return parseHeader(path, bytes, size);
}

/** Returns the number of bytes that a file claims for its header; Infinity if it is cut off. */
function headerLength(start: Uint8Array<ArrayBuffer>): number {
  if (start.length < LENGTH_BYTES) return Infinity;
  return Number(new DataView(start.buffer).getBigUint64(0, true));
}

function describeUnknown(start: Uint8Array, size: number): string {
  if (start.length <= LENGTH_BYTES) return `it has only ${size} bytes. Get the whole file`;
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
