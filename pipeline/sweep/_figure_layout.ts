import { textWidth } from "../pictures/text_width.ts";

/** Size of a figure, in pixels. */
export const SIZE = { width: 480, height: 340 } as const;

/** Edges of the plot, in pixels. */
export const PLOT = { left: 64, right: 464, top: 64, bottom: 284 } as const;

/** Middle of the plot, in pixels. */
export const PLOT_MIDDLE = {
  x: (PLOT.left + PLOT.right) / 2,
  y: (PLOT.top + PLOT.bottom) / 2,
} as const;

/** Size of the font of everything but the title, in pixels. */
export const TEXT_SIZE = 12;

/** Baselines of the lines of text above and below the plot, in pixels. */
export const BASELINES = {
  title: 20,
  runs: 38,
  labels: PLOT.bottom + 18,
  axisTitle: SIZE.height - 14,
} as const;

/** Distance from a point, or the end of its bar, to the number beside it, in pixels. */
const NUMBER_GAP = { above: 8, below: 16, aside: 8, asideAbove: 7, asideBelow: 15 } as const;

/** Widest number. */
const NUMBER_WIDTH = textWidth("99.9", TEXT_SIZE);

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

/** Heights of the points on both sides, in pixels; undefined where there is none. */
export interface Neighbors {
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/**
 * Finds a position for a point's number that neither its bar nor the line to its neighbors crosses.
 */
export function besideMark(
  { x, mean, upper, lower }: Mark,
  { before, after }: Neighbors,
): TextPosition {
  // The curve is treated as if it went straight on at its ends.
  const risesToLeft = before === undefined ? (after ?? -Infinity) > mean : before < mean;
  const risesToRight = after === undefined ? (before ?? -Infinity) > mean : after < mean;
  const isDip = risesToLeft && risesToRight;
  if (isDip && lower + NUMBER_GAP.below <= PLOT.bottom) {
    return { x, y: lower + NUMBER_GAP.below, "text-anchor": "middle" };
  }
  if (risesToLeft === risesToRight) {
    return { x, y: upper - NUMBER_GAP.above, "text-anchor": "middle" };
  }
  const left = x - NUMBER_GAP.aside;
  const right = x + NUMBER_GAP.aside;
  if (risesToLeft) return { x: right, y: mean - NUMBER_GAP.asideAbove, "text-anchor": "start" };
  return left - NUMBER_WIDTH > PLOT.left
    ? { x: left, y: mean - NUMBER_GAP.asideAbove, "text-anchor": "end" }
    : { x: right, y: mean + NUMBER_GAP.asideBelow, "text-anchor": "start" };
}
