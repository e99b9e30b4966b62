import type { FolderTree } from "../folders/_folder_tree.ts";
import { pluralize } from "../_words.ts";

/** Files that the line names. */
const NAMED_FILES = 3;

/** Returns a line for the user about files that are not taken for videos; none if there are none. */
export function noteIgnoredFiles(...trees: readonly FolderTree[]): string[] {
  const count = trees.reduce((sum, { otherCount }) => sum + otherCount, 0);
  if (count === 0) return [];
  const names = trees.flatMap((tree) => otherFilesIn(tree).take(NAMED_FILES).toArray())
    .slice(0, NAMED_FILES);
  if (count > names.length) names.push("...");
  return [
    `ignored ${pluralize(count, "file")} without the extension of a video: ${names.join(", ")}`,
  ];
}

/** Yields the names of all files of a tree that are not videos. */
function* otherFilesIn({ otherFiles, folders }: FolderTree): Generator<string, undefined> {
  yield* otherFiles;
  for (const folder of folders) yield* otherFilesIn(folder);
}
