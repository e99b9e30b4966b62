import type { ListedFile } from "../lists/_listed_files.ts";
import { byComparableName, classFolderOf } from "./_class_folder_of.ts";
import { comparableName } from "./_comparable_name.ts";
import { describeLine } from "./_describe_line.ts";
import { pluralize } from "../_words.ts";

/**
 * Returns a line for the user about videos of lists that are in the folder of another class; none if
 * there are none.
 */
export function noteOtherFolders(
  videos: readonly ListedFile[],
  classes: readonly string[],
): string[] {
  const classNames = byComparableName(classes);
  const elsewhere = videos.filter((video) => {
    if (video.className === null) return false;
    const folder = classFolderOf(video, classNames);
    return folder !== undefined && comparableName(folder) !== comparableName(video.className);
  });
  const [first] = elsewhere;
  if (first === undefined) return [];
  return [
    `${pluralize(elsewhere.length, "video")} in the folder of another class: ` +
    `${describeLine(first)} in '${first.list}'; used as listed`,
  ];
}
