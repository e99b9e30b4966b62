import { sum } from "./sum.ts";

/** Returns the mean of some numbers; NaN if there is none. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
