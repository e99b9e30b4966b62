import type { DecodedWindow } from "../../operators/mod.ts";

/** Size of a thumbnail, in pixels. */
export const THUMBNAIL = { width: 80, height: 60 } as const;

/** Red, green and blue. */
const CHANNELS = 3;

/** What a thumbnail is made from. */
type Frames = Pick<DecodedWindow, "frames" | "frameCount" | "width" | "height">;

/** A part of a row or column of pixels. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/**
 * Makes a thumbnail of the middle frame of a window: the whole frame, on black.
 *
 * @returns uint8 RGB `[60, 80, 3]`.
 */
export function thumbnailOf(
  { frames, frameCount, width, height }: Frames,
): Uint8Array<ArrayBuffer> {
  const size = width * height * CHANNELS;
  const middle = Math.floor(frameCount / 2);
  const frame = frames.subarray(middle * size, (middle + 1) * size);
  const scale = Math.min(THUMBNAIL.width / width, THUMBNAIL.height / height);
  const columns = fit(width * scale, THUMBNAIL.width);
  const rows = fit(height * scale, THUMBNAIL.height);
  const thumbnail = new Uint8Array(THUMBNAIL.width * THUMBNAIL.height * CHANNELS);
  for (let row = 0; row < rows.length; row++) {
    const y = sourceSpan(row, rows.length, height);
    for (let column = 0; column < columns.length; column++) {
      const x = sourceSpan(column, columns.length, width);
      const target = (rows.start + row) * THUMBNAIL.width + columns.start + column;
      for (let channel = 0; channel < CHANNELS; channel++) {
        thumbnail[target * CHANNELS + channel] = meanOf(frame, { x, y, width, channel });
      }
    }
  }
  return thumbnail;
}

/** The middle of a side that an image covers. */
function fit(length: number, side: number): Span {
  const whole = Math.min(side, Math.max(1, Math.round(length)));
  return { start: Math.floor((side - whole) / 2), length: whole };
}

/** The pixels of a side that one of fewer, or more, pixels stands for. */
function sourceSpan(index: number, count: number, side: number): Span {
  const start = Math.floor(index * side / count);
  const end = Math.floor((index + 1) * side / count);
  return { start, length: Math.max(1, end - start) };
}

/** The mean of one channel over a rectangle of a frame. */
function meanOf(
  frame: Uint8Array,
  { x, y, width, channel }: {
    readonly x: Span;
    readonly y: Span;
    readonly width: number;
    readonly channel: number;
  },
): number {
  let sum = 0;
  for (let row = y.start; row < y.start + y.length; row++) {
    for (let column = x.start; column < x.start + x.length; column++) {
      sum += frame[(row * width + column) * CHANNELS + channel]!;
    }
  }
  return Math.round(sum / (x.length * y.length));
}
