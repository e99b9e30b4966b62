import { csvFormatRows } from "d3-dsv";
import type { Segment } from "./prediction.ts";
import type { VideoInput } from "./video_input.ts";

/** The first line of a table of segments. */
export const CSV_HEADER = "video,start,end,class,probability";

/**
 * Formats segments of a video as lines of CSV: times in seconds; the class is empty where there is
 * none.
 */
export function csvOf(input: VideoInput, segments: readonly Segment[]): string {
  return csvFormatRows(segments.map(({ start, end, class: name, probability }) => [
    input.name,
    start.toFixed(3),
    end.toFixed(3),
    name ?? "",
    probability.toFixed(4),
  ]));
}
