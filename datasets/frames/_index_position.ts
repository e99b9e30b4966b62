/** Bytes of a box's header: its length and its type. */
const HEADER_BYTES = 8;

/** Types of the boxes that may come before a video's index and data in MP4 and MOV files. */
const BEFORE: ReadonlySet<string> = new Set([
  "ftyp",
  "free",
  "skip",
  "wide",
  "uuid",
  "pdin",
  "sidx",
]);

/**
 * Finds out from the beginning of a video whether its index comes after its data, so that it cannot
 * be decoded as it comes: MP4 and MOV files that were not written for streaming.
 *
 * @returns Null if more bytes are needed to know it.
 */
export function isIndexLast(head: Uint8Array): boolean | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  let offset = 0;
  while (offset + HEADER_BYTES <= head.byteLength) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...head.subarray(offset + 4, offset + HEADER_BYTES));
    if (type === "mdat") return true;
    // The index, or another kind of file.
    if (!BEFORE.has(type) || length < HEADER_BYTES) return false;
    offset += length;
  }
  return null;
}
