/** A stretch of a video on a time grid: frames startFrame … startFrame + frameCount - 1. */
export interface ClipWindow {
  /** First frame, from 0. */
  readonly startFrame: number;
  /** Number of frames. */
  readonly frameCount: number;
}

/** How long a video and a window in it are, in frames of the same grid. */
export interface ClipLengths {
  /** The video's length, for example from {@linkcode gridFrameCount}. */
  readonly gridFrames: number;
  /** The window's length. */
  readonly windowFrames: number;
}
