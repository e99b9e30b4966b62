import type { DataFolder, FoundVideos } from "./_layout.ts";
import { onlyFolder } from "./_only_folder.ts";
import { noteIgnoredFiles } from "./_note_ignored_files.ts";
import { scanFolder } from "./_scan_folder.ts";

/**
 * Reads a folder of class folders: the layout of every folder that has no other, except one that
 * holds only the data set's folder. It names no test videos.
 */
export async function readClassFolders(folder: DataFolder): Promise<FoundVideos | null> {
  if (await onlyFolder(folder) !== null) return null;
  const tree = await folder.readTree();
  const { videos, classes } = scanFolder({ root: folder.root, prefix: "", tree });
  return {
    train: videos,
    test: null,
    classes,
    notes: noteIgnoredFiles(tree.otherCount),
    missing: [],
    labeled: null,
  };
}
