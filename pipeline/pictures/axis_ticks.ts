/** The numbers beside an axis. */
export interface AxisTicks {
  /** In rising order, at equal distances. */
  readonly ticks: readonly number[];
  /** Digits after the point with which they are written. */
  readonly decimals: number;
}

/** Options of {@linkcode axisTicks}. */
export interface AxisTicksOptions {
  /** Smallest tick allowed. */
  readonly min: number;
  /** Largest tick allowed. */
  readonly max: number;
  /**
   * Smallest range that is shown: of equal values, too.
   *
   * @default 1
   */
  readonly smallestRange?: number;
}

/** About how many distances the ticks divide the range of the values into. */
const DISTANCES = 4;

/** Space kept above and below the values, as a share of their range. */
const PADDING = 0.1;

/** Chooses round numbers, at least two, from below the lowest to above the highest value. */
export function axisTicks(
  values: readonly number[],
  { min, max, smallestRange = 1 }: AxisTicksOptions,
): AxisTicks {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const range = Math.max(high - low, smallestRange);
  const step = roundStep(range / DISTANCES);
  const padding = PADDING * range;
  const first = Math.max(Math.round(min / step), Math.floor((low - padding) / step));
  const end = Math.min(Math.round(max / step), Math.ceil((high + padding) / step));
  const last = Math.max(first + 1, end);
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step),
    decimals: Math.max(0, -Math.floor(Math.log10(step))),
  };
}

/** The smallest of 1, 2, 5, times a power of ten, that is not below a value. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}
