/** What `deno doc --json` writes, as far as it is used here. */
export interface DocJson {
  readonly nodes: Readonly<Record<string, { readonly symbols: readonly DocSymbol[] }>>;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

interface Declaration {
  readonly kind: string;
  readonly location: { readonly filename: string; readonly line: number };
  readonly jsDoc?: { readonly tags?: readonly { readonly kind: string; readonly doc?: string }[] };
  /** For a class. */
  readonly def?: { readonly extends?: string };
}

/** An example is shorter than this, in lines of code. */
const MAX_LINES = 12;

/**
 * Lists the functions and classes of a package that have no example, or a long one. An error class
 * needs none: the functions that throw it name it.
 *
 * @param doc Of the package's entries.
 * @param root URL of the project's folder; declarations of npm packages lie elsewhere.
 */
export function exampleProblems(doc: DocJson, root: string): string[] {
  const problems = new Set<string>();
  for (const { symbols } of Object.values(doc.nodes)) {
    for (const { name, declarations } of symbols) {
      const shown = declarations.find(needsExample);
      if (shown === undefined || !shown.location.filename.startsWith(root)) continue;
      const place = `${shown.location.filename.slice(root.length)}:${shown.location.line}`;
      // Overloads share the example of any of them.
      const lengths = declarations.flatMap(exampleLengths);
      if (lengths.length === 0) problems.add(`${place} ${name} has no example`);
      if (lengths.some((length) => length >= MAX_LINES)) {
        problems.add(`${place} ${name} has an example of ${MAX_LINES} lines or more`);
      }
    }
  }
  return [...problems].sort();
}

function needsExample({ kind, def }: Declaration): boolean {
  return kind === "function" || (kind === "class" && !/Error$/.test(def?.extends ?? ""));
}

/** Lines of code of each example that is run; imports and empty lines are not counted. */
function exampleLengths({ jsDoc }: Declaration): number[] {
  const examples = (jsDoc?.tags ?? []).filter(({ kind }) => kind === "example");
  return examples.flatMap(({ doc = "" }) => {
    const [, code] = /```ts\n(.*?)```/s.exec(doc) ?? [];
    if (code === undefined) return [];
    const body = code.replaceAll(/^import\b[^;]*;$/gm, "");
    return [body.split("\n").filter((line) => line.trim() !== "").length];
  });
}
