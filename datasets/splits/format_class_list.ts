import { quoteField } from "./_quote_field.ts";

/**
 * Returns the text of a file `classes.txt` that names classes, one a line.
 *
 * @throws {RangeError} If a name has a line break.
 */
export function formatClassList(classes: readonly string[]): string {
  const broken = classes.find((name) => /[\r\n]/.test(name));
  if (broken !== undefined) {
    throw new RangeError(
      "Cannot list classes as their names must be of one line: " +
        `current value is ${JSON.stringify(broken)}`,
    );
  }
  return classes.map((name) => `${quoteField(name)}\n`).join("");
}
