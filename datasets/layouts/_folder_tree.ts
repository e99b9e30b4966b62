import { join } from "node:path";
import { listFolder } from "../_list_folder.ts";
import { hasVideoExtension } from "../_video_extension.ts";
import { inParallel } from "../in_parallel.ts";

/** Folders below one folder that are listed at a time. */
const CONCURRENCY = 8;

/** A folder and all that is below it, listed once for all layouts. */
export interface FolderTree {
  readonly name: string;
  /** Names of the videos in it, by their extension; sorted. */
  readonly videos: readonly string[];
  /** Names of its other files, sorted. */
  readonly otherFiles: readonly string[];
  /** The folders in it, sorted by name. */
  readonly folders: readonly FolderTree[];
  /** Number of videos in it and below it. */
  readonly videoCount: number;
  /** Number of other files in it and below it. */
  readonly otherCount: number;
}

/**
 * Lists a folder and all that is below it, without litter. A link to a folder above itself is left
 * out: what it leads to is listed already.
 */
export async function readFolderTree(root: string): Promise<FolderTree> {
  return await readBranch(root, { name: "", foldersAbove: new Set() });
}

interface BranchOptions {
  readonly name: string;
  /** The folders on the way from the root, as the file system numbers them. */
  readonly foldersAbove: ReadonlySet<string>;
}

async function readBranch(
  folder: string,
  { name, foldersAbove }: BranchOptions,
): Promise<FolderTree> {
  const entries = await listFolder(folder);
  const files = entries.filter(({ isFile }) => isFile).map((entry) => entry.name);
  const folderNames = entries.filter(({ isFile }) => !isFile).map((entry) => entry.name);
  const above = new Set(foldersAbove).add(await numberOf(folder));
  const branches = await inParallel(folderNames, CONCURRENCY, async (folderName) => {
    const path = join(folder, folderName);
    if (above.has(await numberOf(path))) return [];
    return [await readBranch(path, { name: folderName, foldersAbove: above })];
  });
  const folders = branches.flat();
  const videos = files.filter((file) => hasVideoExtension(file));
  const otherFiles = files.filter((file) => !hasVideoExtension(file));
  return {
    name,
    videos,
    otherFiles,
    folders,
    videoCount: folders.reduce((sum, { videoCount }) => sum + videoCount, videos.length),
    otherCount: folders.reduce((sum, { otherCount }) => sum + otherCount, otherFiles.length),
  };
}

/** Returns what identifies a folder, however a path leads to it. */
async function numberOf(folder: string): Promise<string> {
  const { dev, ino } = await Deno.stat(folder);
  return `${dev}:${ino}`;
}

/** Returns the folders in a folder that hold videos, however deep. */
export function foldersWithVideos({ folders }: FolderTree): readonly FolderTree[] {
  return folders.filter(({ videoCount }) => videoCount > 0);
}

/** Yields the paths of all videos of a tree, relative to its root, with forward slashes. */
export function* videoPaths(tree: FolderTree, prefix = ""): Generator<string> {
  for (const name of tree.videos) yield prefix + name;
  for (const folder of tree.folders) yield* videoPaths(folder, `${prefix}${folder.name}/`);
}
