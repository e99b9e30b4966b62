import { resolve } from "node:path";
import type { FolderTree } from "../folders/_folder_tree.ts";
import { quotedList } from "../_words.ts";

/** Files that are probably lists of videos: "train.csv", "labels.txt". */
const LIST_NAME =
  /(?:train|test|val|label|annotation|list|index|split|meta).*\.(?:csv|tsv|txt|jsonl?)$/i;

/** Returns the names of files in a folder that are probably lists of videos. */
export function listNamesIn({ otherFiles }: FolderTree): string[] {
  return otherFiles.filter((name) => LIST_NAME.test(name));
}

/**
 * Returns a line for the user about lists in a folder that is read without them; none if there are
 * none.
 *
 * @param testList The list that names the test videos, which is read.
 */
export function noteUnreadLists(
  { root, tree }: { readonly root: string; readonly tree: FolderTree },
  testList: string | undefined,
): string[] {
  const read = testList === undefined ? undefined : resolve(testList);
  const names = listNamesIn(tree).filter((name) => resolve(root, name) !== read);
  if (names.length === 0) return [];
  return [
    `did not read ${quotedList(names)}: a list is given as the data (--data), one of test videos ` +
    "by --test-list",
  ];
}
