import { join } from "node:path";
import { flowPath, mayHaveFlow } from "../_flow_path.ts";
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
  /** Names of its other files, sorted; without the flow of its videos. */
  readonly otherFiles: readonly string[];
  /** The folders in it, sorted by name. */
  readonly folders: readonly FolderTree[];
  /** Number of videos in it and below it. */
  readonly videoCount: number;
  /** Number of other files in it and below it. */
  readonly otherCount: number;
}

/**
 * Lists a folder and all that is below it, without litter. A link in a circle, which leads to a
 * folder above itself, or to one beside that leads back, is left out: what it leads to is listed
 * already.
 */
export async function readFolderTree(root: string): Promise<FolderTree> {
  const realRoot = await Deno.realPath(root);
  return await readBranch(root, { name: "", foldersAbove: new Set(), realRoot });
}

interface BranchOptions {
  readonly name: string;
  /** The folders on the way from the root, as the file system numbers them. */
  readonly foldersAbove: ReadonlySet<string>;
  /** Path of the root without links. */
  readonly realRoot: string;
}

async function readBranch(
  folder: string,
  { name, foldersAbove, realRoot }: BranchOptions,
): Promise<FolderTree> {
  const entries = await listFolder(folder);
  const files = entries.filter(({ isFile }) => isFile).map((entry) => entry.name);
  const folderEntries = entries.filter(({ isFile }) => !isFile);
  const above = new Set(foldersAbove).add(await numberOf(folder));
  const branches = await inParallel(folderEntries, CONCURRENCY, async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isLink && await isInCircle(path, { above, realRoot })) return [];
    return [await readBranch(path, { name: entry.name, foldersAbove: above, realRoot })];
  });
  const folders = branches.flat();
  const videos = files.filter((file) => hasVideoExtension(file));
  const flows = new Set(videos.filter(mayHaveFlow).map(flowPath));
  const otherFiles = files.filter((file) => !hasVideoExtension(file) && !flows.has(file));
  return {
    name,
    videos,
    otherFiles,
    folders,
    videoCount: folders.reduce((sum, { videoCount }) => sum + videoCount, videos.length),
    otherCount: folders.reduce((sum, { otherCount }) => sum + otherCount, otherFiles.length),
  };
}

async function isInCircle(
  link: string,
  { above, realRoot }: { readonly above: ReadonlySet<string>; readonly realRoot: string },
): Promise<boolean> {
  if (above.has(await numberOf(link))) return true;
  const target = await Deno.realPath(link);
  if (isBelow(realRoot, target)) return true;
  // What is outside of the root is listed only by links.
  return isBelow(target, realRoot) && await leadsToAny(above, link, new Set());
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(join(folder, "/"));
}

/**
 * Whether a folder is one of some folders, or leads to one of them through folders and links in it.
 *
 * @param visited The folders that are known not to be one, which get more.
 */
async function leadsToAny(
  wanted: ReadonlySet<string>,
  folder: string,
  visited: Set<string>,
): Promise<boolean> {
  const number = await numberOf(folder);
  if (wanted.has(number)) return true;
  if (visited.has(number)) return false;
  visited.add(number);
  for (const { name, isFile } of await listFolder(folder)) {
    if (!isFile && await leadsToAny(wanted, join(folder, name), visited)) return true;
  }
  return false;
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
