import { foldersWithVideos, type FolderTree } from "./_folder_tree.ts";

/**
 * Returns the folder that holds all videos of a folder; null if there are several, or videos beside
 * it.
 */
export function onlyFolderWithVideos(tree: FolderTree): FolderTree | null {
  const [inner, ...more] = foldersWithVideos(tree);
  if (inner === undefined || more.length > 0 || tree.videos.length > 0) return null;
  // An empty folder beside it may be a class whose videos are not there yet.
  const isAlone = tree.folders.every(({ videoCount, otherCount }) => videoCount + otherCount > 0);
  return isAlone ? inner : null;
}
