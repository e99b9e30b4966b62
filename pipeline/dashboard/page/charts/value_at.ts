import type { Curve } from "./curves_of.ts";

/**
 * Returns the value of a curve at a step: that of the bucket which holds it, or the last one before
 * it that is known; null if there is none.
 */
export function valueAt(
  { firstSteps, mean }: Pick<Curve, "firstSteps" | "mean">,
  step: number,
): number | null {
  let index = firstSteps.findLastIndex((first) => first <= step);
  for (; index >= 0; index--) {
    const value = mean[index];
    if (typeof value === "number") return value;
  }
  return null;
}
