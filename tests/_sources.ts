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
    // A source folder may be empty, and git keeps no empty folders.
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
