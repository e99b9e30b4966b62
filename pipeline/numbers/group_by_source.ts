import { sourceOf } from "../../datasets/splits/source_of.ts";

/**
 * Returns the indexes of the videos of each source. Cuts of one source, which the names of UCF-101's
 * videos show, are alike; any other video is a source of its own.
 *
 * @param ids The videos' identities: names with their folder.
 */
export function groupBySource(ids: readonly string[]): (readonly number[])[] {
  // With the folder: other classes may use the same names.
  const nameOf = (id: string) => id.slice(0, id.lastIndexOf("/") + 1) + (sourceOf({ id }) ?? id);
  return [...Map.groupBy(ids.keys(), (index) => nameOf(ids[index]!)).values()];
}
