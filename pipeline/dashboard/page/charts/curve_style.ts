/** How a curve is drawn, so that it can be told apart without colors, too. */
export interface CurveStyle {
  /** Name of the color in CSS. */
  readonly color: string;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
}

/** Colors of the palette, `--series-1` and so on. */
const COLORS = 6;

const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** Returns the style of the curve of this number: twelve styles differ from each other. */
export function curveStyle(index: number): CurveStyle {
  return {
    color: `--series-${index % COLORS + 1}`,
    dash: DASHES[index % DASHES.length] ?? [],
  };
}
