import { median } from "../numbers/median.ts";
import type { ExaminedVideos, UnreadableVideo } from "./examine_videos.ts";

/** Sizes and unreadable files that are named; the others are counted. */
const SHOWN = 3;

/** Says what a data set's files are: their lengths, sizes and frame rates, and which are broken. */
export function describeExamined(examined: ExaminedVideos): string[] {
  const { probes } = examined;
  const lines = [`Files: ${describeFiles(examined)}`];
  if (probes.length === 0) return lines;
  lines.push(
    `Lengths: ${rangeOf(probes.map(({ durationSec }) => durationSec), "s")}`,
    `Sizes: ${describeSizes(examined)}`,
  );
  const rates = probes.flatMap(({ framesPerSecond }) => framesPerSecond ?? []);
  if (rates.length > 0) lines.push(`Frame rates: ${rangeOf(rates, "frames a second")}`);
  return lines;
}

function describeFiles({ probes, unreadable, total }: ExaminedVideos): string {
  const looked = probes.length + unreadable.length;
  const sample = looked === total ? "" : `, of which ${looked} were looked at`;
  return `${total}${sample}; ${describeUnreadable(unreadable)}`;
}

function describeUnreadable(unreadable: readonly UnreadableVideo[]): string {
  if (unreadable.length === 0) return "none is broken at its start";
  const shown = unreadable.slice(0, SHOWN).map(({ path, reason }) => `${path} (${reason})`);
  const more = unreadable.length > SHOWN ? ", …" : "";
  return `${unreadable.length} cannot be read: ${shown.join(", ")}${more}`;
}

/** As in "1.4 to 30.6 s, half of them under 6.4 s". */
function rangeOf(values: readonly number[], unit: string): string {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (rounded(low) === rounded(high)) return `${rounded(low)} ${unit}`;
  return `${rounded(low)} to ${rounded(high)} ${unit}, half of them up to ${
    rounded(median(values))
  }`;
}

function rounded(value: number): string {
  return String(Number(value.toFixed(1)));
}

/** The most frequent sizes, as shown on a screen. */
function describeSizes({ probes }: ExaminedVideos): string {
  const counts = Map.groupBy(
    probes,
    ({ displayWidth, displayHeight }) => `${Math.round(displayWidth)}×${Math.round(displayHeight)}`,
  );
  const sorted = [...counts].map(([size, { length }]) => ({ size, count: length }))
    .toSorted((a, b) => b.count - a.count || (a.size < b.size ? -1 : 1));
  if (sorted.length === 1) return sorted[0]!.size;
  const shown = sorted.slice(0, SHOWN).map(({ size, count }) => `${size} (${count})`);
  const more = sorted.length > SHOWN ? `, and ${sorted.length - SHOWN} other sizes` : "";
  return `${shown.join(", ")}${more}`;
}
