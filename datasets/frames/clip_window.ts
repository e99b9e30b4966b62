/** A stretch of a video on a time grid: frames startFrame … startFrame + frameCount - 1. */
export interface ClipWindow {
  readonly startFrame: number;
  readonly frameCount: number;
}

/** How long the video and the window are, in frames of the same grid. */
export interface ClipLengths {
  /** The video's length, for example from `gridFrameCount`. */
  readonly gridFrames: number;
  /** The window's length. */
  readonly windowFrames: number;
}

/**
 * The window a training clip is taken from: every start at which the window fits is equally likely; in
 * a video shorter than the window it starts at 0.
 *
 * @param draw A number in [0, 1), for example from the random generator of (seed, epoch, video).
 * @throws {RangeError} if a length is not a positive integer or the draw is outside [0, 1).
 */
export function trainingWindow(lengths: ClipLengths, draw: number): ClipWindow {
  checkLengths(lengths);
  if (!(draw >= 0 && draw < 1)) {
    throw new RangeError(
      `Cannot place a window as 'draw' must be at least 0 and below 1: current value is ${draw}`,
    );
  }
  const startFrame = Math.floor(draw * (lastStart(lengths) + 1));
  return { startFrame, frameCount: lengths.windowFrames };
}

/**
 * The windows a video is tested on: starts spread evenly from the first to the last at which the window
 * fits, rounded to whole frames (for 100 frames and windows of 20: 0, 20, 40, 60, 80). A single one sits
 * in the middle. In a video shorter than the window all start at 0.
 *
 * @param clips Number of windows, 5 in the paper.
 * @throws {RangeError} if a length or `clips` is not a positive integer.
 */
export function testWindows(lengths: ClipLengths, clips: number): ClipWindow[] {
  checkLengths(lengths);
  checkPositive("clips", clips);
  const last = lastStart(lengths);
  return Array.from({ length: clips }, (_, index) => ({
    startFrame: clips === 1 ? Math.floor(last / 2) : Math.round(last * index / (clips - 1)),
    frameCount: lengths.windowFrames,
  }));
}

function lastStart({ gridFrames, windowFrames }: ClipLengths): number {
  return Math.max(0, gridFrames - windowFrames);
}

function checkLengths({ gridFrames, windowFrames }: ClipLengths): void {
  checkPositive("gridFrames", gridFrames);
  checkPositive("windowFrames", windowFrames);
}

function checkPositive(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(
      `Cannot place a window as '${name}' must be a positive integer: current value is ${value}`,
    );
  }
}
