import type { Curve } from "./curves_of.ts";

/** Share of the values that are always shown. */
const TYPICAL = 0.95;

/** Values up to so many times the typical ones are shown as well. */
const ROOM = 4;

/**
 * Returns up to which value a chart shows its curves: all of them, unless a few, such as the time of
 * a first step, are so high that the others could not be told apart.
 */
export function valueLimit(curves: readonly Pick<Curve, "max">[]): number {
  const values = curves.flatMap(({ max }) => max.filter((value) => value !== null));
  values.sort((a, b) => a - b);
  const highest = values.at(-1) ?? 1;
  const typical = values[Math.floor((values.length - 1) * TYPICAL)] ?? highest;
  return typical > 0 && highest > ROOM * typical ? ROOM / 2 * typical : highest;
}
