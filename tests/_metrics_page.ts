import { readSource } from "./_sources.ts";

/** A row of a table of docs/metrics.md. */
export interface DocumentedField {
  readonly field: string;
  /** Of a line of the metrics: the kinds of lines that may have it. */
  readonly kinds: readonly string[];
  readonly meaning: string;
}

/** Reads the fields that docs/metrics.md names for a file. */
export function documentedFields(file: string): DocumentedField[] {
  const [, section = ""] = readSource("docs/metrics.md").split(`\n## ${file}\n`);
  const [text = ""] = section.split("\n## ");
  return text.split("\n").flatMap((line) => {
    const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
    const [, field] = /^`(.+)`$/.exec(cells[0] ?? "") ?? [];
    if (field === undefined) return [];
    const kinds = cells.length === 4 ? cells[1]!.split(", ") : [];
    return [{ field, kinds, meaning: cells.at(-1)! }];
  });
}
