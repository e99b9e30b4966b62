import { type DescribedFile, describeFiles } from "../config/describe_files.ts";
import { namedFile, namesIn } from "../config/named_files.ts";

const GRIDS = decodeURIComponent(new URL("grids/", import.meta.url).pathname);

/** Returns the names of the grids in `pipeline/sweep/grids/`, sorted. */
export function gridNames(): string[] {
  return namesIn(GRIDS);
}

/** Describes the grids that come with the program. */
export async function describeGrids(): Promise<DescribedFile[]> {
  return await describeFiles(GRIDS, { kind: "grid", names: gridNames });
}

/** Returns the path of a grid that is given by its name or by the path of its file. */
export function gridPath(grid: string): string {
  return namedFile(GRIDS, grid) ?? grid;
}
