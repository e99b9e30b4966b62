import { type FolderTree, readFolderTree } from "./_folder_tree.ts";
import { type FolderEntry, listFolder } from "../_list_folder.ts";

/** A data set's folder, listed once for all layouts. */
export interface DataFolder {
  /** Path of the folder. */
  readonly root: string;
  /** Its files and folders without litter, sorted by name. */
  readonly entries: readonly FolderEntry[];
  /** Lists all that is below it, at the first call. */
  readonly readTree: () => Promise<FolderTree>;
}

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
