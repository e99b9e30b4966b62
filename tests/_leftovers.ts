/**
 * Files, or folders ending in "/", that do not follow a rule yet: by lint rule, and "documentation" for
 * `deno task lint:docs`. The lists may only get shorter.
 */
export const LEFTOVERS: Readonly<Record<string, readonly string[]>> = {
  "documentation": [],
  "error-messages": [],
  "glossary": [],
  "packed-spreads": [],
  "top-level-arrows": [],
};

/** Whether a file, relative to the root, is a leftover of a rule. */
export function isLeftover(rule: string, file: string): boolean {
  return (LEFTOVERS[rule] ?? []).some((path) =>
    path.endsWith("/") ? file.startsWith(path) : file === path
  );
}
