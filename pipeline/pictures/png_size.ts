import type { ImageSize } from "./png_data_url.ts";

/** Where a PNG file says its size: in the header, which comes first. */
const OFFSETS = { width: 16, height: 20, end: 24 } as const;

/** The bytes "IHDR" in front of the size. */
const HEADER = { offset: 12, value: 0x49484452 } as const;

/**
 * Reads the size of a PNG file.
 *
 * @throws {RangeError} If it is not one.
 */
export function pngSize(png: Uint8Array): ImageSize {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.length < OFFSETS.end || view.getUint32(HEADER.offset) !== HEADER.value) {
    throw new RangeError(
      `Cannot read the size of an image as it must be a PNG file: it has ${png.length} bytes, ` +
        "which start otherwise",
    );
  }
  return { width: view.getUint32(OFFSETS.width), height: view.getUint32(OFFSETS.height) };
}
