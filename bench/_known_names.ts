/**
 * Reads the names of an option, with commas between them.
 *
 * @throws {RangeError} If one is not known.
 */
export function knownNames<Name extends string>(
  option: string,
  text: string,
  known: readonly Name[],
): Name[] {
  return text.split(",").map((word) => {
    const name = known.find((name) => name === word);
    if (name !== undefined) return name;
    throw new RangeError(
      `Cannot run the bench as '--${option}' must be among ${known}: current value is ${word}`,
    );
  });
}
