/** Pieces that the density is cut into. */
const PIECES = 10_000;

/** Share of the distribution between both ends. */
const INSIDE = 0.95;

/**
 * Returns how many standard errors to both sides hold 95 % of Student's t distribution (Student
 * 1908): a mean of few numbers is less sure than the normal distribution says, as its standard error
 * is estimated from these few as well.
 *
 * @param freedom Degrees of freedom, at least 1: how many numbers the standard error is from, minus 1.
 */
export function tQuantile(freedom: number): number {
  // With t = √freedom · tan(angle) the density of angles is cos(angle) ^ (freedom - 1).
  const width = Math.PI / 2 / PIECES;
  const density = Float64Array.from(
    { length: PIECES },
    (_, piece) => Math.cos((piece + 0.5) * width) ** (freedom - 1),
  );
  let missing = INSIDE * density.reduce((total, value) => total + value, 0);
  let piece = 0;
  while (missing > density[piece]!) missing -= density[piece++]!;
  return Math.sqrt(freedom) * Math.tan((piece + missing / density[piece]!) * width);
}
