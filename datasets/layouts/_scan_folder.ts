import { join } from "node:path";
import { quotedList } from "../_words.ts";
import { listFolder } from "../_list_folder.ts";
import { hasVideoExtension } from "../_video_extension.ts";
import { ManifestError } from "../manifest_error.ts";
import type { NamedVideo } from "./_layout.ts";

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

/** A line for the user about files that are not videos; none if there are no such files. */
export function noteIgnoredFiles(count: number): string[] {
  if (count === 0) return [];
  const files = count === 1 ? "file that is not a video" : "files that are not videos";
  return [`ignored ${count} ${files}`];
}
