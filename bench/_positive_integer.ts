/**
 * Reads the number of an option.
 *
 * @throws {RangeError} If it is not a positive integer.
 */
export function positiveInteger(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new RangeError(
    `Cannot measure as '--${name}' must be a positive integer: current value is ${text}`,
  );
}
