import { join } from "node:path";
import { listFolder } from "../_list_folder.ts";
import { hasVideoExtension } from "../_video_extension.ts";

/** The videos below a folder. */
export interface VideoListing {
  /** Paths relative to the data set's root, with forward slashes. */
  readonly ids: readonly string[];
  /** How many files are not videos by their extension. */
  readonly ignoredFiles: number;
}

/**
 * Lists the videos below a folder, however deep. Hidden files and folders (".name") are ignored.
 *
 * @param root The data set's root.
 * @param below The folder, relative to the root ("" is the root itself).
 */
export async function listVideos(root: string, below: string): Promise<VideoListing> {
  const ids: string[] = [];
  let ignoredFiles = 0;
  for (const { name, isFile } of await listFolder(join(root, below))) {
    const id = below === "" ? name : `${below}/${name}`;
    if (!isFile) {
      const inner = await listVideos(root, id);
      // Not push(...inner.ids): a folder may hold more videos than a call may have arguments.
      for (const innerId of inner.ids) ids.push(innerId);
      ignoredFiles += inner.ignoredFiles;
    } else if (hasVideoExtension(name)) {
      ids.push(id);
    } else {
      ignoredFiles++;
    }
  }
  return { ids, ignoredFiles };
}
