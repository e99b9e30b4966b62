import { join } from "node:path";
import { type FolderTree, videoPaths } from "./_folder_tree.ts";
import type { NamedVideo } from "./_layout.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/** Names of archives that videos are published in. */
const ARCHIVE = /\.(?:zip|rar|7z|tar|tgz|gz|bz2|xz|zst)$/i;

/** A folder below the root of a data set. */
export interface FolderBelow {
  /** The data set's root, which ids are relative to. */
  readonly root: string;
  /** Path from the root with a slash at its end; "" for the root itself. */
  readonly prefix: string;
  /** What is in it. */
  readonly tree: FolderTree;
}

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

function refuseWithoutFolders(path: string, { otherFiles }: FolderTree): never {
  const archives = otherFiles.filter((name) => ARCHIVE.test(name));
  const hint = archives.length === 0 ? "" : `: unpack ${quotedList(archives, 3)} first`;
  throw new ManifestError(
    path,
    `it must hold one folder of videos for each class, or a list${hint}`,
  );
}

/** Returns the path of a folder. */
export function pathOf({ root, prefix }: FolderBelow): string {
  return prefix === "" ? root : join(root, prefix.slice(0, -1));
}

/** Returns a folder in a folder. */
export function folderIn({ root, prefix }: FolderBelow, tree: FolderTree): FolderBelow {
  return { root, prefix: `${prefix}${tree.name}/`, tree };
}

/** Returns all videos of a folder, however deep, as of one class or, for null, unlabeled. */
export function takeVideos(
  { root, prefix, tree }: FolderBelow,
  className: string | null,
): NamedVideo[] {
  return Array.from(videoPaths(tree, prefix), (id) => ({ id, path: join(root, id), className }));
}

/** Writes a class name in the one way in which people write it with other cases and separators. */
export function comparableName(className: string): string {
  return className.normalize("NFKC").toLowerCase().trim().replace(/[\s_-]+/g, "_");
}

function refuseAlike(path: string, classes: readonly string[]): void {
  for (const alike of Map.groupBy(classes, comparableName).values()) {
    if (alike.length < 2) continue;
    throw new ManifestError(
      path,
      `the class folders ${
        quotedList(alike)
      } are named alike: give one class one folder, or name ` +
        "the videos in an index.csv",
    );
  }
}

/** Returns a line for the user about files that are not videos; none if there are no such files. */
export function noteIgnoredFiles(count: number): string[] {
  if (count === 0) return [];
  const files = count === 1 ? "file that is not a video" : "files that are not videos";
  return [`ignored ${count} ${files}`];
}
