/** A part of a video on a time grid: frames startFrame … startFrame + frameCount - 1. */
export interface ClipWindow {
  /** First frame, from 0. */
  readonly startFrame: number;
  /** Number of frames. */
  readonly frameCount: number;
}

/** Lengths of a video and of a window in it, in frames of the same grid. */
export interface ClipLengths {
  /** The video's length, for example from {@linkcode gridFrameCount}. */
  readonly gridFrames: number;
  /** The window's length. */
  readonly windowFrames: number;
}

/** Returns the last start at which a window fits; 0 in a video shorter than the window. */
export function lastStart({ gridFrames, windowFrames }: ClipLengths): number {
  return Math.max(0, gridFrames - windowFrames);
}

/** @throws {RangeError} If a length is not a positive integer. */
export function checkLengths({ gridFrames, windowFrames }: ClipLengths): void {
  checkPositive("gridFrames", gridFrames);
  checkPositive("windowFrames", windowFrames);
}

/** @throws {RangeError} If a value is not a positive integer. */
export function checkPositive(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(
      `Cannot place a window as '${name}' must be a positive integer: current value is ${value}`,
    );
  }
}
