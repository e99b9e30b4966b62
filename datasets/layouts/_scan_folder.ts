import { join } from "node:path";
import { ManifestError, type NamedVideo } from "../manifest.ts";

/** File name extensions that are taken for videos. */
const VIDEO_EXTENSIONS = new Set(
  "3gp avi flv m2ts m4v mkv mov mp4 mpeg mpg mts ogv ts vob webm wmv y4m".split(" "),
);

/** Whether a file name ends like a video's. */
export function hasVideoExtension(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot > 0 && VIDEO_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}

/** What lies in a folder of class folders. */
export interface FolderScan {
  /** Videos with the name of the class folder they lie under; null for those beside the folders. */
  readonly videos: readonly NamedVideo[];
  /** Names of the class folders, sorted. */
  readonly classes: readonly string[];
  /** How many files are no videos by their extension. */
  readonly ignoredFiles: number;
}

/**
 * Lists the videos of a folder of class folders, however deep below the class folder. Videos beside the
 * class folders are unlabeled. Hidden files and folders (".name") are passed over.
 *
 * @param root The data set's root, which ids are relative to.
 * @param below The folder to scan, relative to the root ("" is the root itself).
 * @throws {ManifestError} if there is no class folder, or one without a video.
 */
export async function scanFolder(root: string, below = ""): Promise<FolderScan> {
  const folder = join(root, below);
  const videos: NamedVideo[] = [];
  const classes: string[] = [];
  const empty: string[] = [];
  let ignoredFiles = 0;
  for (const entry of await listFolder(folder)) {
    const id = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile) {
      if (hasVideoExtension(entry.name)) {
        videos.push({ id, path: join(root, id), className: null });
      } else ignoredFiles++;
      continue;
    }
    const found = await listVideos(root, id);
    ignoredFiles += found.ignoredFiles;
    classes.push(entry.name);
    if (found.ids.length === 0) empty.push(entry.name);
    for (const videoId of found.ids) {
      videos.push({ id: videoId, path: join(root, videoId), className: entry.name });
    }
  }
  if (classes.length === 0) {
    throw new ManifestError(folder, "it must hold one folder of videos for each class, or a list");
  }
  if (empty.length > 0) {
    throw new ManifestError(folder, `no video in the class folder ${quotedList(empty)}`);
  }
  return { videos, classes, ignoredFiles };
}

/** Quotes the first few names and counts the rest: "'a', 'b' and 7 more". */
export function quotedList(names: readonly string[], shown = 5): string {
  const head = names.slice(0, shown).map((name) => `'${name}'`).join(", ");
  return names.length > shown ? `${head} and ${names.length - shown} more` : head;
}

/** "1 video", "2 videos". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A folder's visible files and folders, sorted by name, with symbolic links followed. */
export async function listFolder(
  folder: string,
): Promise<{ readonly name: string; readonly isFile: boolean }[]> {
  const entries = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".")) continue;
    if (isFile || isDirectory) {
      entries.push({ name, isFile });
      continue;
    }
    const info = await Deno.stat(join(folder, name)).catch((error) => {
      // A link to nowhere is listed as a file, so that decoding reports it.
      if (error instanceof Deno.errors.NotFound) return { isFile: true, isDirectory: false };
      throw error;
    });
    if (info.isFile || info.isDirectory) entries.push({ name, isFile: info.isFile });
  }
  return entries.sort((a, b) => compareStrings(a.name, b.name));
}

/** Orders strings by code unit, unlike localeCompare the same on every machine. */
export function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function listVideos(root: string, id: string) {
  const ids: string[] = [];
  let ignoredFiles = 0;
  for (const entry of await listFolder(join(root, id))) {
    const entryId = `${id}/${entry.name}`;
    if (!entry.isFile) {
      const inner = await listVideos(root, entryId);
      ids.push(...inner.ids);
      ignoredFiles += inner.ignoredFiles;
    } else if (hasVideoExtension(entry.name)) ids.push(entryId);
    else ignoredFiles++;
  }
  return { ids, ignoredFiles };
}
