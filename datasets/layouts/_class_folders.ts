import type { DataFolder, FoundVideos } from "./_layout.ts";
import { noteIgnoredFiles, scanFolder } from "./_scan_folder.ts";

/**
 * Reads a folder of class folders: the layout of every folder that has no other. It names no test
 * videos.
 */
export async function readClassFolders({ root }: DataFolder): Promise<FoundVideos> {
  const { videos, classes, ignoredFiles } = await scanFolder(root);
  return {
    train: videos,
    test: null,
    classes,
    notes: noteIgnoredFiles(ignoredFiles),
    missing: [],
    labeled: null,
  };
}
