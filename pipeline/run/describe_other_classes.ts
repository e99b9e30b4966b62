/**
 * Says in what two lists of class names differ, from the first difference on; undefined where they are
 * the same.
 *
 * @param then Classes that a run was trained on.
 * @param now Classes that the data has.
 */
export function describeOtherClasses(
  then: readonly string[],
  now: readonly string[],
): string | undefined {
  const longer = then.length > now.length ? then : now;
  const first = longer.findIndex((_, at) => then[at] !== now[at]);
  if (first === -1) return undefined;
  const show = (classes: readonly string[]) => {
    const shown = classes.slice(first, first + SHOWN).map((name) => `'${name}'`);
    if (shown.length === 0) return "none";
    return `${shown.join(", ")}${classes.length > first + SHOWN ? ", …" : ""}`;
  };
  return `the classes from number ${first + 1} on were ${show(then)}, are ${show(now)}`;
}

const SHOWN = 4;
