// @ts-types="@types/d3-scale-chromatic"
import { interpolateInferno } from "d3-scale-chromatic";

/** Number of colors between cold and hot. */
const COUNT = 256;

/** How much of what lies below a color covers, from 0 to 1. */
export const HEAT_OPACITY = 0.5;

const MEDIUM_GRAY = 128;

/** Red, green and blue, 0 to 255. */
export type HeatColor = readonly [red: number, green: number, blue: number];

/**
 * The colors of heat from 0 to 1: matplotlib's "inferno", whose lightness rises evenly, so that
 * equal differences look equal, in gray and to people with any kind of color vision, too.
 */
const COLORS: readonly HeatColor[] = Array.from(
  { length: COUNT },
  (_, index) => parseColor(interpolateInferno(index / (COUNT - 1))),
);

/**
 * Returns the color of a heat.
 *
 * @param heat In [0, 1].
 */
export function heatColor(heat: number): HeatColor {
  return COLORS[Math.round(heat * (COUNT - 1))] ?? COLORS[0]!;
}

/**
 * Returns colors from heat 0 to 1 at equal distances, as they look over a frame of medium gray: a
 * scale beside pictures with heat.
 */
export function heatScale(count: number): HeatColor[] {
  const overGray = (value: number) =>
    Math.round(MEDIUM_GRAY + (value - MEDIUM_GRAY) * HEAT_OPACITY);
  return Array.from({ length: count }, (_, index) => {
    const [red, green, blue] = heatColor(index / (count - 1));
    return [overGray(red), overGray(green), overGray(blue)];
  });
}

/** Reads CSS's hexadecimal notation. */
function parseColor(text: string): HeatColor {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}
