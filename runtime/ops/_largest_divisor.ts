/** Returns the largest divisor of `count` up to `limit`. */
export function largestDivisor(count: number, limit: number): number {
  let divisor = limit;
  while (count % divisor !== 0) divisor--;
  return divisor;
}
