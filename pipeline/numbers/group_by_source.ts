import { recordingOf } from "../../datasets/splits/recording_of.ts";

/**
 * Returns the indexes of the videos of each source. Cuts of one source, which names like those of
 * UCF-101, HMDB-51 and Kinetics show, are alike, and so is one video in several formats; any other
 * video is a source of its own, and so are the cuts of one source in each folder.
 *
 * @param ids The videos' identities: names with their folder.
 */
export function groupBySource(ids: readonly string[]): (readonly number[])[] {
  // With the folder: other classes may use the same names.
  const nameOf = (id: string) => id.slice(0, id.lastIndexOf("/") + 1) + recordingOf({ id });
  return [...Map.groupBy(ids.keys(), (index) => nameOf(ids[index]!)).values()];
}
