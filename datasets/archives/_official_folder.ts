import { join } from "node:path";
import type { DataFolder } from "../folders/_data_folder.ts";
import type { FoundVideos } from "../_found_videos.ts";
import type { OfficialLists } from "./_official_lists.ts";
import type { FolderTree } from "../folders/_folder_tree.ts";
import { isHmdbList, readHmdbLists } from "./_hmdb_lists.ts";
import { isKineticsCsv, readKineticsAnnotations } from "./_kinetics_annotations.ts";
import { takePresentClasses } from "./_present_classes.ts";
import { areUcfLists, readUcfLists } from "./_ucf_lists.ts";
import { VideoIndex } from "./_video_index.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/** How many folders below the data set's its lists may be. */
const MAXIMUM_DEPTH = 3;

/** Options of {@linkcode readOfficialFolder}. */
export interface OfficialFolderOptions {
  /** Largest share of the listed videos that may have no file, 0 to 1. */
  readonly missingShare: number;
  /** Whether classes of which no listed video has a file are left out. */
  readonly presentClassesOnly: boolean;
}

/**
 * Reads a folder with the lists that come with UCF-101, HMDB-51 or Kinetics, in it or up to three
 * folders below, and the videos anywhere below. Of several official splits the first is used.
 *
 * @throws {ManifestError} If the lists cannot be right or are those of several data sets, or too
 * many of their videos have no file.
 */
export async function readOfficialFolder(
  { root, readTree }: DataFolder,
  { missingShare, presentClassesOnly }: OfficialFolderOptions,
): Promise<FoundVideos | null> {
  const tree = await readTree();
  const lists = await readLists(root, tree);
  if (lists === null) return null;
  const index = new VideoIndex(root, tree);
  const listed = [...lists.train, ...lists.test];
  const presence = takePresentClasses(index, { ...lists, root, listed, presentClassesOnly });
  const train = index.locate(presence.take(lists.train), {
    what: `training videos of the ${lists.title}`,
    missingShare,
  });
  const test = index.locate(presence.take(lists.test), {
    what: `test videos of the ${lists.title}`,
    missingShare,
  });
  return {
    train: train.videos,
    test: test.videos,
    testSource: `of the ${lists.title}`,
    classes: presence.classes,
    notes: [...lists.notes, ...presence.notes],
    missing: [...train.missing, ...test.missing],
    labeled: null,
  };
}

/** A folder that holds lists, by the data set that they belong to. */
interface ListFolder {
  readonly dataset: "UCF-101" | "HMDB-51" | "Kinetics";
  readonly path: string;
  /** Names of the lists. */
  readonly files: readonly string[];
}

async function readLists(root: string, tree: FolderTree): Promise<OfficialLists | null> {
  const levels = await findListFolders(root, tree);
  const [first, ...more] = levels.flat();
  if (first === undefined) return null;
  const [nearest = []] = levels;
  const otherDataset = more.find(({ dataset }) => dataset !== first.dataset);
  const rivals = otherDataset === undefined ? nearest : [first, otherDataset];
  if (rivals.length > 1) {
    const names = [...new Set(rivals.map(({ dataset }) => dataset))].join(" and ");
    throw new ManifestError(
      root,
      `it holds lists of ${names} in ${quotedList(rivals.map(({ path }) => path))}: read the ` +
        "folder of one data set",
    );
  }
  switch (first.dataset) {
    case "UCF-101":
      return await readUcfLists(first.path);
    case "HMDB-51":
      return await readHmdbLists(first.path, first.files);
    case "Kinetics":
      return await readKineticsAnnotations(first.path, first.files);
  }
}

/** Returns the folders with lists by their depth, those nearest to the root first. */
async function findListFolders(root: string, tree: FolderTree): Promise<ListFolder[][]> {
  const levels: ListFolder[][] = [];
  let level: readonly (readonly [string, FolderTree])[] = [[root, tree]];
  for (let depth = 0; depth <= MAXIMUM_DEPTH; depth++) {
    const found: ListFolder[] = [];
    for (const [path, { otherFiles }] of level) {
      const lists = await listsAmong(path, otherFiles);
      if (lists !== null) found.push(lists);
    }
    if (found.length > 0) levels.push(found);
    level = level.flatMap(([path, { folders }]) =>
      folders.map((folder) => [join(path, folder.name), folder] as const)
    );
  }
  return levels;
}

async function listsAmong(path: string, files: readonly string[]): Promise<ListFolder | null> {
  if (areUcfLists(files)) return { dataset: "UCF-101", path, files: [] };
  const hmdbLists = files.filter(isHmdbList);
  if (hmdbLists.length > 0) return { dataset: "HMDB-51", path, files: hmdbLists };
  const annotations: string[] = [];
  for (const file of files) {
    if (await isKineticsCsv(join(path, file))) annotations.push(file);
  }
  return annotations.length === 0 ? null : { dataset: "Kinetics", path, files: annotations };
}
