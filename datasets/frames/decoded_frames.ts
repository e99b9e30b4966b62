import type { Dimensions } from "./frame_dimensions.ts";

/** Frames of a window. The caller owns them. */
export interface DecodedFrames extends Dimensions {
  /** Uint8 RGB, `[frameCount, height, width, 3]`. */
  readonly frames: Uint8Array;
  /**
   * For each frame the one that follows it in the file, in the same form; absent unless it was asked
   * for.
   */
  readonly nextFrames?: Uint8Array | undefined;
  /** Number of frames. */
  readonly frameCount: number;
  /**
   * One line for each thing that was wrong with a video that still gave frames; empty if it is
   * intact.
   */
  readonly warnings: readonly string[];
}
