/** Names of classes that the description shows of either list. */
const CLASSES_SHOWN = 4;

/**
 * Describes how two lists of class names differ, from the first difference on; undefined if they
 * are equal.
 *
 * @param before Classes that a run was trained on.
 * @param now Classes that the data has.
 */
export function describeClassDifference(
  before: readonly string[],
  now: readonly string[],
): string | undefined {
  const longer = before.length > now.length ? before : now;
  const start = longer.findIndex((_, label) => before[label] !== now[label]);
  if (start === -1) return undefined;
  const were = quoteFrom(before, start);
  const are = quoteFrom(now, start);
  return `the classes from number ${start + 1} on were ${were}, are ${are}`;
}

function quoteFrom(classes: readonly string[], start: number): string {
  const end = start + CLASSES_SHOWN;
  const quoted = classes.slice(start, end).map((name) => `'${name}'`);
  if (quoted.length === 0) return "none";
  return `${quoted.join(", ")}${classes.length > end ? ", …" : ""}`;
}
