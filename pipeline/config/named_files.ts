import { join } from "node:path";

const ENDING = ".jsonc";

/** Returns the names, without ending and sorted, of the `.jsonc` files in a folder. */
export function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)]
    .flatMap(({ name }) => name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : [])
    .sort();
}

/**
 * Returns the path of a named `.jsonc` file in a folder; undefined if there is none of that name.
 */
export function namedFile(folder: string, name: string): string | undefined {
  return namesIn(folder).includes(name) ? join(folder, `${name}${ENDING}`) : undefined;
}
