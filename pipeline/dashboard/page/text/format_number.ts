/** Significant digits of numbers that are not whole. */
const DIGITS = 4;

/** Numbers beyond these are written as powers of ten. */
const SMALLEST = 1e-3;
const LARGEST = 1e9;

/** Writes a number for a reader: `1,240`, `0.1234`, `3.1e-5`. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < LARGEST) return value.toLocaleString("en-US");
  const size = Math.abs(value);
  if (size < SMALLEST || size >= LARGEST) return value.toExponential(1);
  return value.toLocaleString("en-US", { maximumSignificantDigits: DIGITS });
}
