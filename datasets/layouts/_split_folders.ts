import { join } from "node:path";
import type { DataFolder, FoundVideos } from "./_layout.ts";
import { noteIgnoredFiles, scanFolder } from "./_scan_folder.ts";

const TRAIN_FOLDER = "train";

/**
 * Folders that may hold the test videos; the first one present counts, the others are left unused.
 */
const TEST_FOLDERS = ["test", "val"];

/**
 * Reads a folder that holds only `train/` and optionally `test/` or `val/`, each of class folders.
 */
export async function readSplitFolders(
  { root, entries }: DataFolder,
): Promise<FoundVideos | null> {
  const folders = entries.filter(({ isFile }) => !isFile).map(({ name }) => name);
  const known = [TRAIN_FOLDER, ...TEST_FOLDERS];
  // "train" beside other folders is a class, for example of vehicles.
  const isSplit = folders.includes(TRAIN_FOLDER) && folders.every((name) => known.includes(name));
  if (!isSplit) return null;
  const train = await scanFolder(root, TRAIN_FOLDER);
  const [testFolder, ...unused] = TEST_FOLDERS.filter((name) => folders.includes(name));
  const test = testFolder === undefined ? null : await scanFolder(root, testFolder);
  return {
    train: train.videos,
    test: test?.videos ?? null,
    classes: train.classes,
    notes: [
      ...noteIgnoredFiles(train.ignoredFiles + (test?.ignoredFiles ?? 0)),
      ...unused.map((name) => `left the videos in '${join(root, name)}' unused`),
    ],
    missing: [],
    labeled: null,
  };
}
