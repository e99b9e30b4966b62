import type { ListedFile } from "./_listed_files.ts";
import { comparableName } from "./_comparable_name.ts";
import { describeLine } from "./_describe_line.ts";
import { folderOf } from "./_folder_of.ts";
import { pluralize } from "../_words.ts";

/**
 * Returns a line for the user about videos of lists that are in the folder of another class; none if
 * there are none.
 */
export function noteOtherFolders(
  videos: readonly ListedFile[],
  classes: readonly string[],
): string[] {
  const names = new Set(classes.map(comparableName));
  const elsewhere = videos.filter((video) => {
    const folder = comparableName(folderOf(video));
    return video.className !== null && names.has(folder) &&
      folder !== comparableName(video.className);
  });
  const [first] = elsewhere;
  if (first === undefined) return [];
  return [
    `${pluralize(elsewhere.length, "video")} in the folder of another class: ` +
    `${describeLine(first)} in '${first.list}'; used as listed`,
  ];
}
