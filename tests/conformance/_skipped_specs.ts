/** Specs of tfjs-core that are not run, and why. */
export interface SkippedSpecs {
  readonly reason: string;
  /** By suite: all its specs, those named, or all but those named. */
  readonly suites: Readonly<
    Record<string, "all" | readonly string[] | { readonly allBut: readonly string[] }>
  >;
}

/**
 * Returns the full names of the specs that a list skips, each with its reason.
 *
 * @param names Full names of all specs: suite, environment, spec.
 * @param environment The name between suite and spec.
 * @throws {RangeError} If a suite or spec of the list is not among `names`, or is listed twice.
 */
export function skippedSpecs(
  list: readonly SkippedSpecs[],
  names: readonly string[],
  environment: string,
): ReadonlyMap<string, string> {
  const suites = suitesOf(names, environment);
  const skipped = new Map<string, string>();
  for (const { reason, suites: entries } of list) {
    for (const [suite, choice] of Object.entries(entries)) {
      const specs = suites.get(suite);
      if (specs === undefined) throw unknown(suite);
      const named = choice === "all" ? [] : "allBut" in choice ? choice.allBut : choice;
      for (const spec of named) if (!specs.has(spec)) throw unknown(`${suite} / ${spec}`);
      const inverted = choice === "all" || "allBut" in choice;
      for (const [spec, fullName] of specs) {
        if (named.includes(spec) === inverted) continue;
        if (skipped.has(fullName)) {
          throw new RangeError(`Cannot skip '${fullName}' as it must be listed once`);
        }
        skipped.set(fullName, reason);
      }
    }
  }
  return skipped;
}

function unknown(name: string): RangeError {
  return new RangeError(`Cannot skip '${name}' as it must be a suite or spec of tfjs-core`);
}

/** Groups specs by suite: the full name of each by its own name. */
function suitesOf(
  names: readonly string[],
  environment: string,
): Map<string, Map<string, string>> {
  const suites = new Map<string, Map<string, string>>();
  const separator = ` ${environment} {} `;
  for (const fullName of names) {
    const end = fullName.indexOf(separator);
    if (end < 0) continue;
    const suite = fullName.slice(0, end).trim();
    const specs = suites.get(suite) ?? new Map<string, string>();
    suites.set(suite, specs.set(fullName.slice(end + separator.length), fullName));
  }
  return suites;
}
