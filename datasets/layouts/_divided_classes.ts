import type { FoundVideos, NamedVideo } from "../_found_videos.ts";
import { foldersWithVideos, type FolderTree } from "../folders/_folder_tree.ts";
import { partsIn, refusePartsBelow } from "./_part_folders.ts";
import type { Part } from "../folders/_part_of.ts";
import { type FolderBelow, folderIn, takeVideos } from "../folders/_folder_below.ts";
import type { LayoutOptions } from "./_layout.ts";
import { noteIgnoredFiles } from "./_note_ignored_files.ts";
import { scanFolder } from "./_scan_folder.ts";
import { noteUnreadLists } from "./_unread_lists.ts";
import { pluralize } from "../_words.ts";

/** The videos of all classes by part. */
type VideosByPart = Record<Part, NamedVideo[]>;

/**
 * Reads a folder of class folders that hold only folders of parts, as `run/train/` and `run/test/`.
 *
 * @returns Null if no class folder holds such a folder.
 * @throws {ManifestError} If only some class folders do, or something else than videos is in the
 * folders of parts, so that the parts may be those of several data sets; unless the user states
 * that they are parts.
 */
export function readDividedClasses(
  folder: FolderBelow,
  { isStated, testList }: Pick<LayoutOptions, "isStated" | "testList">,
): FoundVideos | null {
  const classFolders = foldersWithVideos(folder.tree);
  // If there is only one, it is not a class: its folder may be the data set.
  if (classFolders.length < 2) return null;
  if (!classFolders.every((tree) => isDividedClass(tree, isStated))) {
    if (!isStated) refusePartsBelow(folder);
    return null;
  }
  const { classes } = scanFolder(folder);
  const { train, test, val, unlabeled } = videosByPart(folder);
  const [tested, unused] = test.length > 0 ? [test, val] : [val, []];
  const counts = {
    "beside the class folders": folder.tree.videos.length,
    "of 'val'": unused.length,
  };
  return {
    train: [...train, ...unlabeled],
    test: tested.length > 0 ? tested : null,
    testSource: "from the class folders",
    classes,
    notes: [
      ...noteIgnoredFiles(folder.tree),
      ...noteUnreadLists(folder, testList),
      ...Object.entries(counts).filter(([, count]) => count > 0)
        .map(([which, count]) => `left ${pluralize(count, "video")} ${which} unused`),
    ],
    missing: [],
    labeled: null,
  };
}

/** Whether a class folder holds nothing but folders of parts. */
function isDividedClass(tree: FolderTree, isStated: boolean): boolean {
  const folders = foldersWithVideos(tree);
  const parts = partsIn(tree);
  if (tree.videos.length > 0 || parts.size < folders.length) return false;
  if (new Set(parts.values()).size < parts.size) return false;
  // With folders in its parts, it may be a data set whose classes these are.
  return isStated || folders.every((part) => foldersWithVideos(part).length === 0);
}

function videosByPart(folder: FolderBelow): VideosByPart {
  const videos: VideosByPart = { train: [], test: [], val: [], unlabeled: [] };
  for (const classFolder of foldersWithVideos(folder.tree)) {
    const parts = partsIn(classFolder);
    for (const partFolder of foldersWithVideos(classFolder)) {
      const part = parts.get(partFolder.name);
      if (part === undefined) continue;
      const below = folderIn(folderIn(folder, classFolder), partFolder);
      const className = part === "unlabeled" ? null : classFolder.name;
      for (const video of takeVideos(below, className)) videos[part].push(video);
    }
  }
  return videos;
}
