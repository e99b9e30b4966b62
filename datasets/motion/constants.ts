/**
 * The eight classes of the built-in data set, in label order. Only motion distinguishes them, and a
 * horizontal flip changes none of them.
 *
 * - `slide`, `sweep`: steady motion up or down, or to the left or right; a few frames decide.
 * - `nod`, `shake`: a quick swing up and down, or sideways.
 * - `bounce`: a ball's parabolic hops; parts of it look like `slide`.
 * - `orbit`: a circle, in either direction; parts of it look like `slide` or `sweep`.
 * - `zoom`: the size grows steadily and starts again, or shrinks steadily.
 * - `pulse`: the size grows and shrinks by turns; parts of it look like `zoom`.
 */
export const MOTION_CLASSES = [
  "slide",
  "sweep",
  "nod",
  "shake",
  "bounce",
  "orbit",
  "zoom",
  "pulse",
] as const;

/** The name of one class of the built-in data set. */
export type MotionClass = typeof MOTION_CLASSES[number];

/** The two parts of the built-in data set. No video is in both. */
export const MOTION_SPLITS = ["train", "test"] as const;

/** The name of one part of the built-in data set. */
export type MotionSplit = typeof MOTION_SPLITS[number];

/** Frames of one video. */
export const MOTION_FRAME_COUNT = 24;

/** Frame rate of the files, in frames per second. */
export const MOTION_FRAMES_PER_SECOND = 15;

/**
 * Version of the drawing. Change it when the drawn pixels change, so that old files are not reused.
 */
export const MOTION_DRAWING_VERSION = 1;
