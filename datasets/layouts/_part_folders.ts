import { foldersWithVideos, type FolderTree } from "../folders/_folder_tree.ts";
import { onlyFolderWithVideos } from "../folders/_only_folder_with_videos.ts";
import { type Part, partOf } from "../folders/_part_of.ts";
import { partsAmong } from "./_parts_among.ts";
import { type FolderBelow, folderIn } from "../folders/_folder_below.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/** A folder that is named after a part of a data set. */
export interface PartFolder {
  readonly part: Part;
  readonly folder: FolderBelow;
}

/** Folders that hold shares of all classes: "fold1", "part_003", "subject 7". */
const NUMBERED_SHARE =
  /^(?:k?folds?|cv|splits?|parts?|partition|chunk|shard|batch|subset|subject|actor|participant)[\s_.-]*\d+$/i;

/** What each part may hold besides itself: `train/train/`, `train/labeled/`, `train/unlabeled/`. */
const PARTS_INSIDE: Readonly<Record<Part, readonly Part[]>> = {
  train: ["train", "unlabeled"],
  test: ["test"],
  val: ["val"],
  unlabeled: [],
};

/**
 * Returns the folders in a folder that are named after parts and hold videos. One that only holds
 * such folders itself, as archives unpack, is replaced by them.
 *
 * @throws {ManifestError} If a part holds other parts.
 */
export function findParts(folder: FolderBelow): PartFolder[] {
  const parts = partsIn(folder.tree);
  return foldersWithVideos(folder.tree).flatMap((child) => {
    const part = parts.get(child.name);
    return part === undefined ? [] : partsInside({ part, folder: folderIn(folder, child) });
  });
}

/** Returns the parts that the folders of videos in a folder are named after, by their names. */
export function partsIn(tree: FolderTree): ReadonlyMap<string, Part> {
  return partsAmong(foldersWithVideos(tree).map(({ name }) => name));
}

function partsInside({ part, folder }: PartFolder): PartFolder[] {
  const folders = foldersWithVideos(folder.tree);
  const isPart = folder.tree.videos.length > 0 || folders.length === 0 ||
    partsIn(folder.tree).size < folders.length;
  if (part === "unlabeled" || isPart) return [{ part, folder }];
  const inner = findParts(folder);
  const misplaced = inner.find((found) => !PARTS_INSIDE[part].includes(found.part));
  if (misplaced !== undefined) refusePart(folder, misplaced.folder.prefix);
  return inner;
}

/**
 * Requires that no folder of videos below a folder is named after a part of a data set: its videos
 * would be taken for another part than the user means.
 *
 * @throws {ManifestError} If one is.
 */
export function refusePartsBelow(folder: FolderBelow): void {
  const parts = partsIn(folder.tree);
  for (const child of foldersWithVideos(folder.tree)) {
    const below = folderIn(folder, child);
    if (parts.has(child.name)) refusePart(folder, below.prefix);
    refusePartsBelow(below);
  }
}

/**
 * Requires that the folders of videos in a folder are not all numbered as the shares of a data set
 * are: as classes they would be learned without a word, and what they hold would not.
 *
 * @throws {ManifestError} If they are.
 */
export function refuseNumberedShares(folder: FolderBelow): void {
  const names = foldersWithVideos(folder.tree).map(({ name }) => name);
  if (names.length < 2 || !names.every((name) => NUMBERED_SHARE.test(name))) return;
  throw new ManifestError(
    folder.root,
    `its folders ${
      quotedList(names)
    } are named like shares of a data set, not like classes: name ` +
      "the classes of the videos in an index.csv, or state by 'layout' (--layout) that they are " +
      "class-folders",
  );
}

/** Refuses a folder that may be a data set of its own, as one in it is named after a part. */
function refusePart({ root, prefix }: FolderBelow, partPrefix: string): never {
  const holder = prefix.slice(0, -1);
  throw new ManifestError(
    root,
    `its folder '${holder}' holds '${partPrefix.slice(prefix.length, -1)}', which is named after ` +
      `a part of a data set: read '${holder}' if it is the data set; otherwise state by 'layout' ` +
      "(--layout) what its folders are, class-folders (each is a class) or split-folders (these " +
      "are parts)",
  );
}

/** Refuses folders of parts beside others, which may be classes. */
export function refuseMixture(
  root: string,
  { parts, others }: { readonly parts: readonly string[]; readonly others: readonly string[] },
): never {
  throw new ManifestError(
    root,
    `its folder ${quotedList(parts)}, named after a part of a data set, is beside ` +
      `${quotedList(others)}: state by 'layout' (--layout) whether it is read as class-folders ` +
      "(each is a class) or split-folders (only the parts are read)",
  );
}

/**
 * Returns the folder of class folders in a part: the part itself, or the only folder that it holds,
 * as archives unpack.
 *
 * @param isClass Whether a folder of this name is known to be a class.
 */
export function folderOfClasses(
  folder: FolderBelow,
  isClass: (name: string) => boolean,
): FolderBelow {
  const inner = onlyFolderWithVideos(folder.tree);
  if (inner === null || foldersWithVideos(inner).length === 0 || isClass(inner.name)) return folder;
  return folderOfClasses(folderIn(folder, inner), isClass);
}

/** Names of folders without a video that are named after a part. */
export function emptyParts({ folders }: FolderTree): PartName[] {
  return folders.flatMap(({ name, videoCount }) => {
    const part = partOf(name);
    return part === null || videoCount > 0 ? [] : [{ part, name }];
  });
}

/** A folder's name and the part that it is named after. */
export interface PartName {
  readonly part: Part;
  readonly name: string;
}
