/** An element of an EBML file, the form of Matroska and WebM: a number that names it, and bytes. */
export interface EbmlElement {
  /** The number with its length marker, as specifications write it: 0x1654ae6b are the tracks. */
  readonly id: number;
  /** Where its content begins. */
  readonly start: number;
  /** Length of its content; null if the file does not say it (a live recording). */
  readonly length: number | null;
}

/** Bytes that hold any element's name and length. */
export const LONGEST_HEADER = 12;

/**
 * Reads the name and the length of an element.
 *
 * @param bytes The first bytes of the element, or more.
 * @param position Where `bytes` begin; the element's `start` counts from there.
 * @returns Null if there is no element.
 */
export function readEbmlElement(bytes: Uint8Array, position: number): EbmlElement | null {
  const idLength = numberLength(bytes[0] ?? 0);
  if (idLength > 4 || bytes.byteLength <= idLength) return null;
  const id = bigEndian(bytes.subarray(0, idLength));
  const sizeLength = numberLength(bytes[idLength] ?? 0);
  const size = bytes.slice(idLength, idLength + sizeLength);
  if (sizeLength > 8 || size.byteLength < sizeLength) return null;
  // Without the marker: eight bytes with it are too long for an exact number.
  size[0] = (size[0] ?? 0) & (0x7f >> (sizeLength - 1));
  const length = bigEndian(size);
  const start = position + idLength + sizeLength;
  // All ones mean that the length was not known when the element was started.
  const isUnknown = length >= 2 ** (7 * sizeLength) - 1;
  return { id, start, length: isUnknown ? null : length };
}

/**
 * Returns the elements that the content of another one consists of.
 *
 * @returns Null if they do not fill it exactly.
 */
export function ebmlChildren(content: Uint8Array): EbmlElement[] | null {
  const children: EbmlElement[] = [];
  let position = 0;
  while (position < content.byteLength) {
    const child = readEbmlElement(content.subarray(position), position);
    if (child === null || child.length === null) return null;
    children.push(child);
    position = child.start + child.length;
  }
  return position === content.byteLength ? children : null;
}

/** A number's length in bytes is one more than the zeros that its first byte begins with. */
function numberLength(firstByte: number): number {
  return Math.clz32(firstByte) - 23;
}

/** Returns the whole number that bytes hold, the highest first. */
export function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
