import { scaleLinear } from "d3-scale";
import type { Axis } from "./axis.ts";

/** Options of {@linkcode numberAxis}. */
export interface NumberAxisOptions {
  /** What the values are, with their unit. */
  readonly title: string;
  /**
   * Where an axis of values that reach below it ends.
   *
   * @default -Infinity
   */
  readonly min?: number;
  /**
   * Where an axis of values that reach above it ends.
   *
   * @default Infinity
   */
  readonly max?: number;
  /**
   * Smallest range that is shown: of equal values, too.
   *
   * @default 1
   */
  readonly smallestRange?: number;
}

/** About how many distances the ticks divide the axis into. */
const DISTANCES = 4;

/** Space kept below and above the values, as a share of their range. */
const PADDING = 0.1;

/** Makes an axis from a round number below the lowest to one above the highest value. */
export function numberAxis(values: readonly number[], options: NumberAxisOptions): Axis {
  const { title, min = -Infinity, max = Infinity, smallestRange = 1 } = options;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const padding = Math.max(PADDING * (high - low), (smallestRange - (high - low)) / 2);
  const ends = [Math.max(min, low - padding), Math.min(max, high + padding)];
  const scale = scaleLinear(ends, [0, 1]).nice(DISTANCES);
  const format = scale.tickFormat(DISTANCES);
  const ticks = scale.ticks(DISTANCES).map((value) => ({ value, text: format(value) }));
  return { title, ticks, share: (value) => scale(value) };
}
