import { dirname, resolve } from "node:path";
import { isFile } from "../_is_file.ts";
import { ManifestError } from "../manifest_error.ts";
import { type ListRow, parseList } from "./_parse_list.ts";
import { readText } from "./_read_text.ts";

/** The paths of a list, and what a user should know of it. */
export interface ListPaths {
  /** Whole paths; paths in the list count from its folder. */
  readonly paths: readonly string[];
  /** One line for each thing a user should know. */
  readonly notes: readonly string[];
}

/**
 * Reads which files a list names, and nothing else of it: lines "path" or "path label", a table
 * with a header, or JSON objects. A line that can be read in several ways is read in the first one
 * in which there is a file. The files need not be there.
 *
 * @throws {ManifestError} If the list is missing, or a line has no path.
 */
export async function readListPaths(list: string): Promise<ListPaths> {
  const { rows, columns, notes } = parseList(await readText(list), list);
  const paths: string[] = [];
  for (const row of rows) {
    const candidates = [...columns === null ? [row.text.trim()] : [], ...readingsOf(row)];
    const found = await firstFile(candidates.map((path) => resolve(dirname(list), path)));
    if (found !== undefined) {
      paths.push(found);
    } else if (!row.isComment) {
      const { path } = row.usual;
      if (path === "") throw new ManifestError(list, `line ${row.line} has no path`);
      paths.push(resolve(dirname(list), path));
    }
  }
  return { paths, notes };
}

function readingsOf({ usual, otherReadings }: ListRow): string[] {
  return [usual, ...otherReadings()].map(({ path }) => path);
}

async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isFile(path)) return path;
  return undefined;
}
