import { Buffer } from "node:buffer";
import { encode } from "fast-png";

/** Size of an image in pixels. */
export interface ImageSize {
  /** From left to right. */
  readonly width: number;
  /** From top to bottom. */
  readonly height: number;
}

/**
 * Encodes an image as PNG, without loss, in a `data:` URL, so that a picture can contain it.
 *
 * @param pixels Red, green, blue, 0 to 255: uint8 `[height, width, 3]`.
 * @throws {RangeError} If the number of values does not fit the size.
 */
export function pngDataUrl(pixels: Uint8Array, { width, height }: ImageSize): string {
  const expected = width * height * 3;
  if (pixels.length !== expected) {
    throw new RangeError(
      `Cannot encode an image as 'pixels' must hold ${expected} values for ${width} × ${height} ` +
        `pixels: current value is ${pixels.length}`,
    );
  }
  const png = encode({ width, height, data: pixels, channels: 3, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}
