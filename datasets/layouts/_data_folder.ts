import type { DataFolder } from "./_layout.ts";
import { type FolderTree, readFolderTree } from "./_folder_tree.ts";
import { listFolder } from "../_list_folder.ts";

/** Opens a folder to be read by layouts. */
export async function openDataFolder(root: string): Promise<DataFolder> {
  let tree: Promise<FolderTree> | undefined;
  return {
    root,
    entries: await listFolder(root),
    readTree: () => {
      tree ??= readFolderTree(root);
      return tree;
    },
  };
}
