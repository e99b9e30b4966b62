import type { FolderTree } from "../folders/_folder_tree.ts";

/** Files that the line names. */
const NAMED_FILES = 3;

/** Returns a line for the user about files that are not videos; none if there are no such files. */
export function noteIgnoredFiles(...trees: readonly FolderTree[]): string[] {
  const count = trees.reduce((sum, { otherCount }) => sum + otherCount, 0);
  if (count === 0) return [];
  const files = count === 1 ? "file that is not a video" : "files that are not videos";
  const names = trees.flatMap((tree) => otherFilesIn(tree).take(NAMED_FILES).toArray())
    .slice(0, NAMED_FILES);
  if (count > names.length) names.push("...");
  return [`ignored ${count} ${files}: ${names.join(", ")}`];
}

/** Yields the names of all files of a tree that are not videos. */
function* otherFilesIn({ otherFiles, folders }: FolderTree): Generator<string, undefined> {
  yield* otherFiles;
  for (const folder of folders) yield* otherFilesIn(folder);
}
