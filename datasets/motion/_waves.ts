// Math.sin and the like may round differently from one JavaScript engine to the next. The four
// basic operations and Math.floor may not, so every curve of the data set is made from those alone
// and a drawn pixel is the same number everywhere.

/** Returns the part of a number after the point, in [0, 1), for negative numbers too. */
export function fraction(value: number): number {
  return value - Math.floor(value);
}

/** Computes the sine of an angle in full turns: an odd polynomial, within 2e-4 of the sine. */
export function sineOfTurns(turns: number): number {
  const phase = fraction(turns + 0.25);
  // Folds the period into [-1, 1], where the curve is sin(x * pi / 2).
  const folded = phase < 0.5 ? 4 * phase - 1 : 3 - 4 * phase;
  const square = folded * folded;
  return folded * (1.5706268 + square * (-0.6432292 + square * 0.0727102));
}

/** Computes the cosine of an angle in full turns, see {@linkcode sineOfTurns}. */
export function cosineOfTurns(turns: number): number {
  return sineOfTurns(turns + 0.25);
}

/** Grows from 0 to 1 and shrinks back to 0 in straight lines within one turn. */
export function triangleOfTurns(turns: number): number {
  const phase = fraction(turns);
  return phase < 0.5 ? 2 * phase : 2 - 2 * phase;
}
