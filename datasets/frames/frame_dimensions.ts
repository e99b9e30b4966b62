import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/**
 * The size of decoded frames in pixels: either exact, or the short side, with the long side
 * following the display aspect, rounded to the nearest whole pixel (odd sizes are kept: RGB needs
 * no even ones).
 */
export type FrameSize =
  | { readonly shortSide: number }
  | { readonly width: number; readonly height: number };

/** Width and height in pixels. */
export interface Dimensions {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/**
 * Returns the size of a video's frames after scaling.
 *
 * @example A landscape and a portrait video
 * ```ts
 * import assert from "node:assert/strict";
 * import { frameDimensions } from "@actnetformer/deno/datasets";
 *
 * const size = { shortSide: 128 };
 * const landscape = { displayWidth: 640, displayHeight: 360 };
 * assert.deepEqual(frameDimensions(size, landscape), { width: 228, height: 128 });
 * const portrait = { displayWidth: 1080, displayHeight: 1920 };
 * assert.deepEqual(frameDimensions(size, portrait), { width: 128, height: 228 });
 * ```
 *
 * @throws {RangeError} If a side is not a positive integer.
 */
export function frameDimensions(
  size: FrameSize,
  { displayWidth, displayHeight }: Pick<VideoProbe, "displayWidth" | "displayHeight">,
): Dimensions {
  checkFrameSize(size);
  if (!("shortSide" in size)) return { width: size.width, height: size.height };
  const { shortSide } = size;
  const scale = shortSide / Math.min(displayWidth, displayHeight);
  return displayWidth <= displayHeight
    ? { width: shortSide, height: Math.round(displayHeight * scale) }
    : { width: Math.round(displayWidth * scale), height: shortSide };
}

/** @throws {RangeError} If a side is not a positive integer. */
export function checkFrameSize(size: FrameSize): void {
  for (const [name, value] of Object.entries(size)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `Cannot size frames as '${name}' must be a positive integer: current value is ${value}`,
      );
    }
  }
}
