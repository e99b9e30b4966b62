import type { Area } from "./stream_layout.ts";

/** A dot, in pixels. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Distances of the dots' centers that are tried, the most comfortable first. */
const LARGEST_STEP = 12;
const SMALLEST_STEP = 4;

/** Radius of a dot in proportion to the distance. */
const RADIUS_SHARE = 0.36;

/** Places dots in the middle of an area, in rows, as large as there is room for all of them. */
export function placeDots(area: Area, count: number): Dot[] {
  const step = stepFor(area, count);
  const columns = Math.min(count, columnsOf(area, step));
  const rows = Math.ceil(count / Math.max(1, columns));
  const left = area.x + (area.width - (columns - 1) * step) / 2;
  const top = area.y + (area.height - (rows - 1) * step) / 2;
  return Array.from({ length: count }, (_, index) => ({
    x: left + (index % columns) * step,
    y: top + Math.floor(index / columns) * step,
    radius: step * RADIUS_SHARE,
  }));
}

function stepFor(area: Area, count: number): number {
  for (let step = LARGEST_STEP; step > SMALLEST_STEP; step--) {
    const rows = Math.max(1, Math.floor(area.height / step));
    if (rows * columnsOf(area, step) >= count) return step;
  }
  return SMALLEST_STEP;
}

function columnsOf({ width }: Area, step: number): number {
  return Math.max(1, Math.floor(width / step));
}
