import { readSource, ROOT } from "./_sources.ts";

/** A Markdown page of the repository. */
export interface Page {
  /** Its path relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** All Markdown pages for readers: those of the root and those in docs/. */
export function readPages(): Page[] {
  const paths = [...listPages(""), ...listPages("docs/")];
  return paths.sort().map((path) => ({ path, text: readSource(path) }));
}

function listPages(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(ROOT + folder), ({ name }) => folder + name)
      .filter((path) => path.endsWith(".md"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
