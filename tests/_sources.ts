import { join, relative } from "node:path";

/** Folders of the project that hold source code. */
export const SOURCE_FOLDERS = [
  "runtime",
  "models",
  "datasets",
  "operators",
  "pipeline",
  "tests",
  "bench",
] as const;

/** The root of the repository. */
export const ROOT = new URL("..", import.meta.url).pathname;

/** A module specifier that a file imports. */
export interface ImportedModule {
  /** The specifier as written. */
  readonly specifier: string;
  /** Whether it is loaded only when the code runs, by `import()`. */
  readonly dynamic: boolean;
}

/** Paths, relative to the root, of all TypeScript files in the source folders, sorted. */
export function sourceFiles(): string[] {
  return SOURCE_FOLDERS.flatMap((folder) => listFiles(join(ROOT, folder)))
    .filter((path) => path.endsWith(".ts"))
    .sort();
}

/** The text of a file given by its path relative to the root. */
export function readSource(path: string): string {
  return Deno.readTextFileSync(join(ROOT, path));
}

/** All modules a source imports or exports from, those in comments and at the start of quoted text left aside. */
export function importsOf(source: string): ImportedModule[] {
  const code = withoutComments(source);
  const found: ImportedModule[] = [];
  const statement = /(?<![\w.$"'`])(?:import|export)\b(?:[^"'`;()]*?\bfrom)?\s*(["'])([^"'\n]+)\1/g;
  for (const [, , specifier = ""] of code.matchAll(statement)) {
    found.push({ specifier, dynamic: false });
  }
  const call = /(?<![\w.$"'`])(?:import|require)\s*\(\s*(["'`])([^"'`\n]+)\1/g;
  for (const [, , specifier = ""] of code.matchAll(call)) found.push({ specifier, dynamic: true });
  return found;
}

/** A source with each comment replaced by a space; quoted text is left as it is. */
export function withoutComments(source: string): string {
  const tokens =
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[^]*?\*\/|\/\/[^\n]*/g;
  return source.replace(tokens, (token) => token.startsWith("/") ? " " : token);
}

function listFiles(folder: string): string[] {
  const paths: string[] = [];
  for (const { name, isDirectory } of readFolder(folder)) {
    const path = join(folder, name);
    if (isDirectory) paths.push(...listFiles(path));
    else paths.push(relative(ROOT, path));
  }
  return paths;
}

function readFolder(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch (error) {
    // A folder of the table that has no file yet.
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
