const encoder = new TextEncoder();
const cachedCStrings = new Map<string, Uint8Array<ArrayBuffer>>();

/** Returns `text` as a zero-terminated byte string. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${text}\0`);
}

/**
 * Returns the same, and keeps it for the next call: for the names of ops and attributes, which
 * recur.
 */
export function cachedCString(text: string): Uint8Array<ArrayBuffer> {
  let bytes = cachedCStrings.get(text);
  if (bytes === undefined) {
    bytes = cString(text);
    cachedCStrings.set(text, bytes);
  }
  return bytes;
}
