import { join } from "node:path";
import { openDataFolder } from "./_data_folder.ts";
import { foldersWithVideos, type FolderTree } from "./_folder_tree.ts";
import { INDEX_FILE } from "./_index_csv.ts";
import type { DataFolder } from "./_layout.ts";
import { PREPARED_DATABASE } from "../database/_read_database.ts";

/**
 * Returns the folder that a folder holds if it is the data set's: all videos are below it, and it
 * divides them further. A single class divides nothing, so no other meaning is possible. Null if
 * the folder holds something else.
 */
export async function onlyFolder({ root, readTree }: DataFolder): Promise<DataFolder | null> {
  const tree = await readTree();
  const [inner, ...more] = foldersWithVideos(tree);
  if (inner === undefined || more.length > 0 || tree.videos.length > 0) return null;
  // An empty folder beside it may be a class whose videos are not there yet.
  if (tree.folders.some(({ videoCount, otherCount }) => videoCount + otherCount === 0)) return null;
  if (!isDivided(inner)) return null;
  return await openDataFolder(join(root, inner.name));
}

function isDivided(tree: FolderTree): boolean {
  return foldersWithVideos(tree).length > 0 ||
    [INDEX_FILE, PREPARED_DATABASE].some((name) => tree.otherFiles.includes(name));
}
