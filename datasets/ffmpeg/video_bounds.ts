/**
 * The bounds of what a video may claim or hold. No real one exceeds them: they are there so that a
 * damaged or hostile file takes neither all memory nor all time. A video past any of them is
 * broken: a {@linkcode DecodeError} names what must hold, and what is.
 *
 * @example The largest images, 16K, are within the bounds
 * ```ts
 * import assert from "node:assert/strict";
 * import { VIDEO_BOUNDS } from "@actnetformer/deno/datasets";
 *
 * assert.ok(15360 * 8640 <= VIDEO_BOUNDS.pixels);
 * ```
 */
export const VIDEO_BOUNDS = {
  /** Maximum number of pixels of a stored image. */
  pixels: 2 ** 27,
  /** Maximum of a pixel's width divided by its height, and of its height divided by its width. */
  pixelAspect: 10,
  /** Maximum of the longer side of a shown image divided by the shorter one. */
  sideRatio: 20,
  /** Maximum length of the images in seconds: a week. */
  durationSec: 604_800,
  /** Maximum number of packets of compressed data, which are usually images: a day at 69 a second. */
  packets: 6_000_000,
  /** Maximum frame rate; a container that claims a higher one counts as one that claims none. */
  framesPerSecond: 1000,
} as const;
