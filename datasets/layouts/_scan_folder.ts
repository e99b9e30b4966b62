import type { NamedVideo } from "../_found_videos.ts";
import { isArchive } from "./_is_archive.ts";
import { comparableName } from "../labels/comparable_name.ts";
import { type FolderBelow, folderIn, pathOf, takeVideos } from "../folders/_folder_below.ts";
import type { FolderTree } from "../folders/_folder_tree.ts";
import { listNamesIn } from "./_unread_lists.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize, quotedList } from "../_words.ts";

/** The videos in a folder of class folders. */
export interface FolderScan {
  /**
   * Videos with the name of the class folder they are below; null for those beside the class
   * folders.
   */
  readonly videos: readonly NamedVideo[];
  /** Names of the class folders, sorted. */
  readonly classes: readonly string[];
}

/**
 * Takes the videos of a folder of class folders, however deep below the class folder. Videos beside
 * the class folders are unlabeled.
 *
 * @throws {ManifestError} If there is no class folder, one without a video, or two whose names
 * differ only as people write one name.
 */
export function scanFolder(folder: FolderBelow): FolderScan {
  const { root, prefix, tree } = folder;
  const path = pathOf(folder);
  if (tree.folders.length === 0) refuseWithoutFolders(path, tree);
  const empty = tree.folders.filter(({ videoCount }) => videoCount === 0).map(({ name }) => name);
  if (empty.length > 0) {
    throw new ManifestError(
      path,
      `no video in the class folder ${quotedList(empty)}: remove what is not a class, or name ` +
        "the videos in an index.csv",
    );
  }
  refuseAlike(path, tree.folders.map(({ name }) => name));
  return {
    videos: [
      ...takeVideos({ root, prefix, tree: { ...tree, folders: [] } }, null),
      ...tree.folders.flatMap((classFolder) =>
        takeVideos(folderIn(folder, classFolder), classFolder.name)
      ),
    ],
    classes: tree.folders.map(({ name }) => name),
  };
}

function refuseWithoutFolders(path: string, tree: FolderTree): never {
  const hint = hintFor(tree);
  const needed = tree.videos.length === 0
    ? "it must hold one folder of videos for each class, or a list"
    : `it holds ${pluralize(tree.videos.length, "video")} but no folder for each class`;
  throw new ManifestError(path, needed + hint);
}

/** Returns what may have to be done with the files of a folder without folders; "" if nothing. */
function hintFor(tree: FolderTree): string {
  const archives = tree.otherFiles.filter(isArchive);
  if (archives.length > 0) return `: unpack ${quotedList(archives, 3)} first`;
  const [joined] = tree.videos.filter((name) => name.includes("\\"));
  if (joined !== undefined) {
    return `: '${joined}' has backslashes in its name where an archive made on Windows has ` +
      "folders; unpack it by a program that makes them, such as 7z";
  }
  const lists = listNamesIn(tree);
  if (lists.length > 0) {
    const which = lists.length === 1 ? quotedList(lists) : `one of ${quotedList(lists)}`;
    return `: if ${which} is a list, give it as the data (--data), one of test videos by --test-list`;
  }
  return tree.videos.length === 0
    ? ""
    : ": name their classes in a list or an index.csv, or, if they have no labels, add them to " +
      "labeled ones by 'unlabeled' (--unlabeled)";
}

function refuseAlike(path: string, classes: readonly string[]): void {
  for (const alike of Map.groupBy(classes, comparableName).values()) {
    if (alike.length < 2) continue;
    throw new ManifestError(
      path,
      `the class folders ${quotedList(alike)} are named alike: give one class one folder, or ` +
        "name the videos in an index.csv",
    );
  }
}
