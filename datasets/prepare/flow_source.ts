import type { Dimensions } from "../frames/frame_dimensions.ts";

/** Frames of a video, and for each the one that follows it in the file. */
export interface FramePairs extends Dimensions {
  /** Uint8 RGB, `[count, height, width, 3]`. */
  readonly frames: Uint8Array<ArrayBuffer>;
  /** In the same form. */
  readonly next: Uint8Array<ArrayBuffer>;
  /** Number of pairs: always {@linkcode FlowSource.pairs}. */
  readonly count: number;
}

/** Computes the optical flow that {@linkcode prepareVideos} stores. */
export interface FlowSource {
  /** By what flow is computed, with its settings: flow by something else is computed again. */
  readonly algorithm: string;
  /** How many pairs of frames are passed at a time. */
  readonly pairs: number;
  /**
   * Computes the flow from frames to the ones that follow.
   *
   * @returns Images that show it, uint8 `[count, height, width, 3]`: stored without loss.
   */
  compute(pairs: FramePairs): Promise<Uint8Array>;
}
