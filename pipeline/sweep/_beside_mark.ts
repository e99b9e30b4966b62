import { SMALL_SIZE } from "../pictures/measures.ts";
import type { PlotArea } from "../pictures/plot.ts";
import { textWidth } from "../pictures/text_width.ts";

/** Distance from a point, or the end of its bar, to the number beside it, in pixels. */
const NUMBER_GAP = { above: 8, below: 16, aside: 8, asideAbove: 7, asideBelow: 15 } as const;

/** Widest number. */
const NUMBER_WIDTH = textWidth("99.9", SMALL_SIZE);

/** A point in the picture, in pixels. */
export interface Mark {
  readonly x: number;
  readonly mean: number;
  /** Ends of the bar: the upper one is the smaller number. */
  readonly upper: number;
  readonly lower: number;
}

/** Where a text is, in pixels. */
export interface TextPosition {
  readonly x: number;
  readonly y: number;
  readonly "text-anchor": "start" | "middle" | "end";
}

/** What is around a point, in pixels. */
export interface BesideMarkOptions {
  /** Height of the point before it; undefined where there is none. */
  readonly before: number | undefined;
  /** Height of the point after it; undefined where there is none. */
  readonly after: number | undefined;
  readonly area: PlotArea;
}

/**
 * Finds a position for a point's number that neither its bar nor the line to its neighbors crosses.
 */
export function besideMark(
  { x, mean, upper, lower }: Mark,
  { before, after, area }: BesideMarkOptions,
): TextPosition {
  // The curve is treated as if it went straight on at its ends.
  const risesToLeft = before === undefined ? (after ?? -Infinity) > mean : before < mean;
  const risesToRight = after === undefined ? (before ?? -Infinity) > mean : after < mean;
  const isDip = risesToLeft && risesToRight;
  if (isDip && lower + NUMBER_GAP.below <= area.bottom) {
    return { x, y: lower + NUMBER_GAP.below, "text-anchor": "middle" };
  }
  if (risesToLeft === risesToRight) {
    return { x, y: upper - NUMBER_GAP.above, "text-anchor": "middle" };
  }
  const left = x - NUMBER_GAP.aside;
  const right = x + NUMBER_GAP.aside;
  if (risesToLeft) return { x: right, y: mean - NUMBER_GAP.asideAbove, "text-anchor": "start" };
  return left - NUMBER_WIDTH > area.left
    ? { x: left, y: mean - NUMBER_GAP.asideAbove, "text-anchor": "end" }
    : { x: right, y: mean + NUMBER_GAP.asideBelow, "text-anchor": "start" };
}
