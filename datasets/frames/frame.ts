import type { Dimensions } from "./frame_dimensions.ts";

/** One frame of a video on a time grid. The receiver owns it. */
export interface Frame extends Dimensions {
  /** Uint8 RGB, `[height, width, 3]`. */
  readonly pixels: Uint8Array;
  /** The frame that follows it in the file, in the same form; absent unless it was asked for. */
  readonly nextPixels?: Uint8Array | undefined;
  /** Its position on the grid, from 0. */
  readonly index: number;
  /** Its time in seconds from the video's first image: `index / framesPerSecond`. */
  readonly timeSec: number;
  /** Frames per second of the grid. */
  readonly framesPerSecond: number;
}
