/**
 * The eight classes of the built-in dataset, in label order. Only motion tells them apart, and a
 * horizontal flip changes none of them.
 *
 * - `rise`, `fall`: steady vertical motion; decided by two or three frames.
 * - `grow`, `shrink`: the size climbs (or drops) steadily, then starts again.
 * - `bounce`: a ball's parabolic hops; parts of it look like `rise` and parts like `fall`.
 * - `orbit`: a circle, in either direction; parts of it look like `rise`, `fall` or `shake`.
 * - `shake`: a quick, small, sideways swing.
 * - `pulse`: the size climbs and drops by turns; parts of it look like `grow` or `shrink`.
 */
export const motionClasses = [
  "rise",
  "fall",
  "grow",
  "shrink",
  "bounce",
  "orbit",
  "shake",
  "pulse",
] as const;

/** The name of one class of the built-in dataset. */
export type MotionClass = typeof motionClasses[number];

/** The two parts of the built-in dataset. No video is in both. */
export const motionSplits = ["train", "test"] as const;

/** The name of one part of the built-in dataset. */
export type MotionSplit = typeof motionSplits[number];

/** Frames of one video. */
export const motionFrameCount = 24;

/** Frame rate of the files, in frames per second. */
export const motionFramesPerSecond = 15;

/** Change this when the drawn pixels change, so that old files are not taken for new ones. */
export const motionDrawingVersion = 1;
