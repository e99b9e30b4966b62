import { join } from "node:path";
import { isHmdbList, readHmdbLists } from "./_hmdb_lists.ts";
import { readKineticsAnnotations } from "./_kinetics_annotations.ts";
import type { DataFolder, FoundVideos, LayoutOptions, OfficialLists } from "./_layout.ts";
import { readUcfLists, UCF_CLASS_FILE } from "./_ucf_lists.ts";
import { VideoIndex } from "./_video_index.ts";
import { listFolder } from "../_list_folder.ts";

/**
 * Reads a folder with the lists that come with UCF-101, HMDB-51 or Kinetics, in it or one folder
 * below, and the videos anywhere below. Of several official splits the first is used.
 *
 * @throws {ManifestError} If the lists cannot be right, or too many of their videos have no file.
 */
export async function readOfficialFolder(
  folder: DataFolder,
  { missingShare }: LayoutOptions,
): Promise<FoundVideos | null> {
  const lists = await readLists(folder);
  if (lists === null) return null;
  const index = await VideoIndex.read(folder.root);
  const train = index.locate(lists.train, {
    what: `training videos of the ${lists.title}`,
    missingShare,
  });
  const test = index.locate(lists.test, {
    what: `test videos of the ${lists.title}`,
    missingShare,
  });
  return {
    train: train.videos,
    test: test.videos,
    classes: lists.classes,
    notes: lists.notes,
    missing: [...train.missing, ...test.missing],
    labeled: null,
  };
}

async function readLists({ root, entries }: DataFolder): Promise<OfficialLists | null> {
  const inRoot = await readListsIn({ root, entries });
  if (inRoot !== null) return inRoot;
  for (const { name, isFile } of entries) {
    if (isFile) continue;
    const folder = join(root, name);
    const lists = await readListsIn({ root: folder, entries: await listFolder(folder) });
    if (lists !== null) return lists;
  }
  return null;
}

async function readListsIn({ root, entries }: DataFolder): Promise<OfficialLists | null> {
  const files = entries.filter(({ isFile }) => isFile).map(({ name }) => name);
  if (files.includes(UCF_CLASS_FILE)) return await readUcfLists(root);
  const hmdbLists = files.filter(isHmdbList);
  if (hmdbLists.length > 0) return await readHmdbLists(root, hmdbLists);
  return await readKineticsAnnotations(root, files.filter((name) => name.endsWith(".csv")));
}
