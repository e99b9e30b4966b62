import { join } from "node:path";
import { type DataFolder, openDataFolder } from "../folders/_data_folder.ts";
import { foldersWithVideos, type FolderTree } from "../folders/_folder_tree.ts";
import { INDEX_FILE } from "./_index_csv.ts";
import { onlyFolderWithVideos } from "../folders/_only_folder_with_videos.ts";
import { PREPARED_DATABASE } from "../database/_read_database.ts";

/**
 * Returns the folder that a folder holds if it is the data set's: all videos are below it, and it
 * divides them further. A single class divides nothing, so no other meaning is possible. Null if
 * the folder holds something else.
 */
export async function onlyFolder({ root, readTree }: DataFolder): Promise<DataFolder | null> {
  const inner = onlyFolderWithVideos(await readTree());
  if (inner === null || !isDivided(inner)) return null;
  return await openDataFolder(join(root, inner.name));
}

function isDivided(tree: FolderTree): boolean {
  return foldersWithVideos(tree).length > 0 ||
    [INDEX_FILE, PREPARED_DATABASE].some((name) => tree.otherFiles.includes(name));
}
