import type { VideoProbe } from "../ffmpeg/probe_video.ts";

/**
 * The size of decoded frames in pixels: either exact, or the short side with the long side following
 * the display aspect, rounded to the nearest whole pixel (odd sizes are kept: RGB needs no even ones).
 */
export type FrameSize =
  | { readonly shortSide: number }
  | { readonly width: number; readonly height: number };

/** Width and height in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * The frame size that a video has after scaling. A display size of 640×360 at short side 128 gives
 * 228×128 (227.6 rounded); a 1080×1920 portrait gives 128×228.
 *
 * @throws {RangeError} if a side is not a positive integer.
 */
export function frameDimensions(size: FrameSize, probe: VideoProbe): Dimensions {
  checkFrameSize(size);
  if (!("shortSide" in size)) return { width: size.width, height: size.height };
  const scale = size.shortSide / Math.min(probe.displayWidth, probe.displayHeight);
  return probe.displayWidth <= probe.displayHeight
    ? { width: size.shortSide, height: Math.round(probe.displayHeight * scale) }
    : { width: Math.round(probe.displayWidth * scale), height: size.shortSide };
}

function checkFrameSize(size: FrameSize): void {
  for (const [name, value] of Object.entries(size)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `Cannot size frames as '${name}' must be a positive integer: current value is ${value}`,
      );
    }
  }
}
