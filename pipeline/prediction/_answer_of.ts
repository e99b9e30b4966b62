import type { StartedVideo } from "./_started_video.ts";
import type { Looking } from "./_looking.ts";
import type { Answer, Segment } from "./prediction.ts";

/** What was found in a video. */
export interface Findings {
  /** Mean over all windows, `[classes]`. */
  readonly probabilities: Float32Array;
  readonly segments: readonly Segment[];
  readonly windows: number;
}

/** Returns the answer for a video. */
export function answerOf(
  { input, isWhole, trainedOn }: StartedVideo,
  { probabilities, segments, windows }: Findings,
  { rule: { classes } }: Looking,
): Answer {
  return {
    input,
    seconds: segments.at(-1)?.end ?? 0,
    windows,
    isWhole,
    trainedOn,
    classes: classes.map((name, label) => ({ class: name, probability: probabilities[label]! })),
    segments,
  };
}
