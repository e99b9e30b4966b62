/** The ends of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Standard errors that hold 95 % of a normal distribution. */
const STANDARD_ERRORS = 1.959964;

/**
 * Returns the 95 % interval of a share by the score method (Wilson 1927): which shares of all cases
 * are compatible with what was found in some.
 *
 * @param share Found in the sample, 0 to 1.
 * @param count Size of the sample, at least 1.
 */
export function wilsonInterval(share: number, count: number): Interval {
  const square = STANDARD_ERRORS ** 2 / count;
  const middle = (share + square / 2) / (1 + square);
  const half = Math.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
