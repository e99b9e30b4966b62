import { formatNumber } from "./format_number.ts";

/** Writes a number of things: `1 clip`, `1,240 clips`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}
