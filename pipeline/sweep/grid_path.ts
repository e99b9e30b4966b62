import { namedFile, namesIn } from "../config/named_files.ts";

const GRIDS = decodeURIComponent(new URL("grids/", import.meta.url).pathname);

/** Returns the names of the grids in `pipeline/sweep/grids/`, sorted. */
export function gridNames(): string[] {
  return namesIn(GRIDS);
}

/** Returns the path of a grid that is given by its name or by the path of its file. */
export function gridPath(grid: string): string {
  return namedFile(GRIDS, grid) ?? grid;
}
