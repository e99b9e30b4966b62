import type { Dimensions } from "./frame_dimensions.ts";

/** Frames of a window, uint8 RGB [frameCount, height, width, 3]. The caller owns them. */
export interface DecodedFrames extends Dimensions {
  readonly frames: Uint8Array;
  readonly frameCount: number;
  /** One line each: what was wrong with a video that still gave frames. Empty for a sound one. */
  readonly warnings: readonly string[];
}
