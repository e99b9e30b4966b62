import type { FeatureGrid } from "../../models/mod.ts";

/** A part of a frame, in shares of its height and width. */
export interface FrameBox {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** What one network looks at in a clip. */
export interface ClipHeat {
  /**
   * First and last position on the time grid of the video about which the clip says something: from
   * half a distance of the frames that the network sees before the first of them to half of it after
   * the last one, within the window that the clip was taken from.
   */
  readonly covered: readonly [first: number, last: number];
  /**
   * Where the frames of the map lie on the time grid of the video, rising: those that the network
   * sees, or fewer if it joins several, which also lie between them; the last one of a video that is
   * shorter repeats.
   */
  readonly frames: readonly number[];
  /** Side of the square that the network sees, in pixels. */
  readonly size: number;
  /** Where the cells lie in that square. */
  readonly grid: Pick<FeatureGrid, "first" | "pitch">;
  /** Number of rows, and of columns, of the cells of a frame. */
  readonly side: number;
  /** The squares of each frame that the network sees, with their heat. */
  readonly crops: readonly CropHeat[];
}

/** The heat of one square. */
export interface CropHeat {
  readonly box: FrameBox;
  /** `[frames, side, side]`, in [0, 1]: 1 is the most of all squares and frames of the clip. */
  readonly cells: Float32Array;
}
