import { describeForeign } from "../tensor_files/describe_foreign.ts";
import type { RandomAccessFile } from "../tensor_files/random_access_file.ts";
import { type Header, LENGTH_BYTES, parseHeader } from "./_header.ts";
import { beginningOf, headerLength, isSafetensors, OPENING_BRACE } from "./is_safetensors.ts";

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
