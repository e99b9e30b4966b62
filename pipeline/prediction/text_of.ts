import { mostProbable } from "../evaluation/most_probable.ts";
import { clockTime } from "./clock_time.ts";
import type { Answer, ClassAnswer, Segment } from "./prediction.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";

/** What is written for a moment without a class. */
const UNSURE = "unsure";

/**
 * Formats an answer for people: a line with the most probable classes, and, of a video that was
 * divided, a line for each segment.
 *
 * @param options.top Number of classes to name.
 */
export function textOf(answer: Answer, { top }: { readonly top: number }): string {
  const { input, seconds, isWhole, trainedOn, segments } = answer;
  const note = trainedOn === true ? "  (the run was trained on this video)" : "";
  const classes = topClasses(answer.classes, top).map(percentOf).join(", ");
  const [first] = segments;
  if (isWhole) {
    const doubt = first?.class === null ? `${UNSURE}: ` : "";
    return plainLine(`${input.name}: ${doubt}${classes}${note}`);
  }
  const length = clockTime(seconds, { digits: 1 });
  const lines = segments.map((segment) => `  ${segmentLine(segment, seconds)}`);
  return [`${input.name}: ${length} long, on the whole ${classes}${note}`, ...lines].map(plainLine)
    .join("\n");
}

/** Formats a segment, its times as wide as that of the end of the video. */
function segmentLine(segment: Segment, seconds: number): string {
  const width = clockTime(seconds, { digits: 1 }).length;
  const [start, end] = [segment.start, segment.end].map((time) =>
    clockTime(time, { digits: 1 }).padStart(width)
  );
  return `${start} - ${end}  ${labelOf(segment)}`;
}

/** Formats what a segment shows: "fight 93.1%". */
export function labelOf(segment: Segment): string {
  return segment.class === null ? UNSURE : percentOf({ ...segment, class: segment.class });
}

/** Returns the most probable classes, the highest first. */
export function topClasses(classes: readonly ClassAnswer[], count: number): ClassAnswer[] {
  return mostProbable(classes.map(({ probability }) => probability), count)
    .flatMap((label) => classes[label] ?? []);
}

function percentOf(answer: ClassAnswer): string {
  return `${answer.class} ${(answer.probability * 100).toFixed(1)}%`;
}
