import { percent } from "./percent.ts";

/** Formats a difference of two shares in points, with its sign: `+2.5`, `-0.3`, `0.0`. */
export function signedPercent(difference: number): string {
  const points = percent(difference);
  if (Number(points) === 0) return "0.0";
  return difference > 0 ? `+${points}` : points;
}
