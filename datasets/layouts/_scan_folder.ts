import { join } from "node:path";
import type { NamedVideo } from "./_layout.ts";
import { listVideos } from "./_list_videos.ts";
import { listFolder } from "../_list_folder.ts";
import { ManifestError } from "../manifest_error.ts";
import { hasVideoExtension } from "../_video_extension.ts";
import { quotedList } from "../_words.ts";

/** The videos in a folder of class folders. */
export interface FolderScan {
  /**
   * Videos with the name of the class folder they are below; null for those beside the class
   * folders.
   */
  readonly videos: readonly NamedVideo[];
  /** Names of the class folders, sorted. */
  readonly classes: readonly string[];
  /** How many files are not videos by their extension. */
  readonly ignoredFiles: number;
}

/**
 * Lists the videos of a folder of class folders, however deep below the class folder. Videos beside
 * the class folders are unlabeled. Hidden files and folders (".name") are ignored.
 *
 * @param root The data set's root, which ids are relative to.
 * @param below The folder to scan, relative to the root ("" is the root itself).
 * @throws {ManifestError} If there is no class folder, or one without a video.
 */
export async function scanFolder(root: string, below = ""): Promise<FolderScan> {
  const folder = join(root, below);
  const videos: NamedVideo[] = [];
  const classes: string[] = [];
  const emptyClasses: string[] = [];
  let ignoredFiles = 0;
  const addVideo = (id: string, className: string | null) =>
    videos.push({ id, path: join(root, id), className });
  for (const { name, isFile } of await listFolder(folder)) {
    const id = below === "" ? name : `${below}/${name}`;
    if (isFile) {
      if (hasVideoExtension(name)) addVideo(id, null);
      else ignoredFiles++;
      continue;
    }
    const found = await listVideos(root, id);
    for (const videoId of found.ids) addVideo(videoId, name);
    ignoredFiles += found.ignoredFiles;
    classes.push(name);
    if (found.ids.length === 0) emptyClasses.push(name);
  }
  if (classes.length === 0) {
    throw new ManifestError(folder, "it must hold one folder of videos for each class, or a list");
  }
  if (emptyClasses.length > 0) {
    throw new ManifestError(folder, `no video in the class folder ${quotedList(emptyClasses)}`);
  }
  return { videos, classes, ignoredFiles };
}

/** Returns a line for the user about files that are not videos; none if there are no such files. */
export function noteIgnoredFiles(count: number): string[] {
  if (count === 0) return [];
  const files = count === 1 ? "file that is not a video" : "files that are not videos";
  return [`ignored ${count} ${files}`];
}
