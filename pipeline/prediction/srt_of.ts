import { clockTime } from "./clock_time.ts";
import type { Segment } from "./prediction.ts";
import { labelOf } from "./text_of.ts";

const TIME = { digits: 3, hourDigits: 2, mark: "," };

/** Formats segments as subtitles (SubRip); those without a class have none. */
export function srtOf(segments: readonly Segment[]): string {
  return segments.filter((segment) => segment.class !== null)
    .map((segment, index) => {
      const [start, end] = [segment.start, segment.end].map((time) => clockTime(time, TIME));
      // An empty line would end the subtitle.
      const text = labelOf(segment).replaceAll(/\s+/g, " ");
      return `${index + 1}\n${start} --> ${end}\n${text}\n`;
    })
    .join("\n");
}
