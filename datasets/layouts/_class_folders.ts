import type { DataFolder } from "../folders/_data_folder.ts";
import type { FoundVideos } from "../_found_videos.ts";
import type { LayoutOptions } from "./_layout.ts";
import { onlyFolder } from "./_only_folder.ts";
import { noteIgnoredFiles } from "./_note_ignored_files.ts";
import { refuseNumberedShares } from "./_part_folders.ts";
import { scanFolder } from "./_scan_folder.ts";
import { listNamesIn, noteUnreadLists } from "./_unread_lists.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/**
 * Reads a folder of class folders: the layout of every folder that has no other, except one that
 * holds only the data set's folder. It names no test videos.
 *
 * @throws {ManifestError} If the folders are not classes, or may not be ones and the user does not
 * state that they are.
 */
export async function readClassFolders(
  folder: DataFolder,
  { isStated, testList }: LayoutOptions,
): Promise<FoundVideos | null> {
  if (await onlyFolder(folder) !== null) return null;
  const tree = await folder.readTree();
  const whole = { root: folder.root, prefix: "", tree };
  if (!isStated) refuseNumberedShares(whole);
  const { videos, classes } = scanFolder(whole);
  const lists = listNamesIn(tree);
  if (classes.length === 1 && lists.length > 0) {
    throw new ManifestError(
      folder.root,
      `it has only the class '${classes[0]}': if ${quotedList(lists)} names the classes of the ` +
        "videos, give that list as the data (--data)",
    );
  }
  return {
    train: videos,
    test: null,
    classes,
    notes: [...noteIgnoredFiles(tree), ...noteUnreadLists(whole, testList)],
    missing: [],
    labeled: null,
  };
}
