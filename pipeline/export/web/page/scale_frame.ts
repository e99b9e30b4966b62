import type { Dimensions } from "../../../../datasets/frames/frame_dimensions.ts";

/** An image as a browser's canvas gives it: red, green, blue and opacity of each pixel. */
export interface CanvasImage extends Dimensions {
  /** `[height, width, 4]`, from 0 to 255. */
  readonly data: Uint8ClampedArray;
}

/** What one pixel of the result is made of, along one axis. */
interface Taps {
  /** Positions of the pixels that it is a mean of. */
  readonly positions: Int32Array;
  /** Their weights, which add up to 1. */
  readonly weights: Float32Array;
}

/**
 * Scales an image as the program does by ffmpeg: each pixel is the mean of those around it, with
 * weights that fall in a straight line; an image that shrinks is averaged over as many more. A
 * browser's own scaling skips pixels, and differs from one browser to another.
 *
 * @returns RGB, `[height, width, 3]`.
 */
export function scaleFrame(image: CanvasImage, { width, height }: Dimensions): Uint8Array {
  const rows = scaleRows(image, tapsOf(image.width, width));
  const pixels = new Uint8Array(height * width * 3);
  const stride = width * 3;
  for (const [row, { positions, weights }] of tapsOf(image.height, height).entries()) {
    const sums = new Float32Array(stride);
    for (const [tap, position] of positions.entries()) {
      const weight = weights[tap]!;
      const offset = position * stride;
      for (let index = 0; index < stride; index++) sums[index]! += weight * rows[offset + index]!;
    }
    for (let index = 0; index < stride; index++) {
      pixels[row * stride + index] = Math.round(sums[index]!);
    }
  }
  return pixels;
}

/** Scales each row to a new width: `[image.height, taps.length, 3]`. */
function scaleRows({ data, width, height }: CanvasImage, taps: readonly Taps[]): Float32Array {
  const rows = new Float32Array(height * taps.length * 3);
  let target = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (const { positions, weights } of taps) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tap = 0; tap < positions.length; tap++) {
        const weight = weights[tap]!;
        const source = (start + positions[tap]!) * 4;
        red += weight * data[source]!;
        green += weight * data[source + 1]!;
        blue += weight * data[source + 2]!;
      }
      rows[target++] = red;
      rows[target++] = green;
      rows[target++] = blue;
    }
  }
  return rows;
}

/** Plans the pixels of one axis of the result. Past its ends the image repeats its last pixels. */
function tapsOf(length: number, scaledLength: number): Taps[] {
  const ratio = length / scaledLength;
  const reach = Math.max(1, ratio);
  return Array.from({ length: scaledLength }, (_, index) => {
    const center = (index + 0.5) * ratio - 0.5;
    const first = Math.ceil(center - reach);
    const count = Math.floor(center + reach) - first + 1;
    const positions = Int32Array.from({ length: count }, (_, tap) => {
      return Math.min(length - 1, Math.max(0, first + tap));
    });
    const shares = Array.from({ length: count }, (_, tap) => {
      return 1 - Math.abs(first + tap - center) / reach;
    });
    const sum = shares.reduce((total, share) => total + share, 0);
    return { positions, weights: Float32Array.from(shares, (share) => share / sum) };
  });
}
