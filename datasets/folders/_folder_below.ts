import { join } from "node:path";
import type { NamedVideo } from "../_found_videos.ts";
import { type FolderTree, videoPaths } from "./_folder_tree.ts";

/** A folder below the root of a data set. */
export interface FolderBelow {
  /** The data set's root, which ids are relative to. */
  readonly root: string;
  /** Path from the root with a slash at its end; "" for the root itself. */
  readonly prefix: string;
  /** What is in it. */
  readonly tree: FolderTree;
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
