/**
 * Returns how many of `count` values to add up at first, if their sums are added up after that: the
 * smallest divisor from √count on. Either stage then is short, and so is the rounding error, which
 * grows with the number of values added one after another.
 */
export function blockLength(count: number): number {
  let length = Math.ceil(Math.sqrt(count));
  while (count % length !== 0) length++;
  return length;
}
