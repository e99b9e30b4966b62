import { dirname, join, resolve } from "node:path";
import { HELD_OUT, noteTestSources } from "./_finish_manifest.ts";
import { findPreparedCopies } from "./find_prepared_copies.ts";
import { statData } from "./_stat_data.ts";
import { isDatabase, readDatabase } from "../database/_read_database.ts";
import { readFolderTree, videoPaths } from "../folders/_folder_tree.ts";
import { partOf } from "../folders/_part_of.ts";
import { noteMissing } from "../lists/_missing_files.ts";
import { readVideoList } from "../lists/_video_list.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { isCutOf } from "../splits/is_cut_of.ts";
import { compareStrings } from "../_compare_strings.ts";
import { relativePath } from "../_relative_path.ts";
import { pluralize } from "../_words.ts";

/** Options of {@linkcode addUnlabeled}. */
export interface AddUnlabeledOptions {
  /** Folder that ids are relative to. */
  readonly root: string;
  /** Largest share of a list's videos that may have no file, 0 to 1. */
  readonly missingShare: number;
}

/** The videos of a folder or list of unlabeled videos. */
interface UnlabeledVideos {
  readonly videos: readonly VideoEntry[];
  /** Listed videos without a file, as the list writes them. */
  readonly missing: readonly string[];
  /** One line for each thing a user should know. */
  readonly notes: readonly string[];
}

/**
 * Adds the videos of folders, lists and databases to the training videos of a data set, without
 * labels. Videos that the data set has already are not added.
 *
 * @throws {ManifestError} If something is neither a folder nor a list, or holds no video, or a list
 * says that a video is for the test.
 */
export async function addUnlabeled(
  manifest: Manifest,
  paths: readonly string[],
  options: AddUnlabeledOptions,
): Promise<Manifest> {
  const present = [...manifest.train, ...manifest.test];
  const known = new Set(present.map(({ path }) => resolve(path)));
  const ids = new Set(present.map(({ id }) => id));
  // With a test of its own, a data set says itself what may be trained on.
  const heldOut = manifest.testSource === HELD_OUT ? manifest.test : [];
  const isCutOfTest = isCutOf(heldOut);
  const added: VideoEntry[] = [];
  const missing: string[] = [];
  const notes: string[] = [];
  for (const path of paths) {
    const found = await readUnlabeled(path, options);
    const fresh = found.videos.filter((video) => !known.has(resolve(video.path)));
    for (const video of fresh) {
      refuseNamesake(video, ids);
      ids.add(video.id);
      known.add(resolve(video.path));
    }
    const copies = await findPreparedCopies(fresh, {
      data: options.root,
      test: manifest.test,
      source: path,
    });
    const others = fresh.filter((video) => !copies.has(video));
    const usable = others.filter((video) => !isCutOfTest(video));
    added.push(...usable);
    missing.push(...found.missing);
    notes.push(
      ...found.notes,
      ...noteKnown(found.videos.length - fresh.length, path),
      ...noteCopies(copies.size, path),
      ...noteTestSources(others.length - usable.length),
    );
  }
  const train = [...manifest.train, ...added];
  return {
    ...manifest,
    train: train.sort((left, right) => compareStrings(left.id, right.id)),
    missing: [...manifest.missing, ...missing],
    notes: [...manifest.notes, ...notes],
  };
}

async function readUnlabeled(
  path: string,
  options: AddUnlabeledOptions,
): Promise<UnlabeledVideos> {
  const { isFile } = await statData(path);
  if (!isFile) return await readUnlabeledFolder(path, options);
  if (!isDatabase(path)) return await readUnlabeledList(path, options);
  const { train, test } = readDatabase(path, undefined);
  const videos = [...train, ...test].map((video) => ({
    ...video,
    id: relativePath(video.path, options.root),
    label: null,
  }));
  return { videos, missing: [], notes: [] };
}

/** Takes all videos below a folder, whatever its folders are called. */
async function readUnlabeledFolder(
  folder: string,
  options: AddUnlabeledOptions,
): Promise<UnlabeledVideos> {
  const tree = await readFolderTree(folder);
  if (tree.videoCount === 0) throw new ManifestError(folder, "it holds no video");
  const videos = Array.from(videoPaths(tree), (name) => {
    const path = join(folder, name);
    return { id: relativePath(path, options.root), path, label: null };
  });
  return { videos, missing: [], notes: [] };
}

async function readUnlabeledList(
  list: string,
  options: AddUnlabeledOptions,
): Promise<UnlabeledVideos> {
  const { missingShare } = options;
  const listed = await readVideoList(list, { root: dirname(list), missingShare });
  const tested = listed.videos.find(({ part = "" }) =>
    ["test", "val"].includes(partOf(part) ?? "")
  );
  if (tested !== undefined) {
    throw new ManifestError(
      list,
      `line ${tested.line} says that '${tested.id}' is not for training: give the list as --data, ` +
        "or a list of unlabeled training videos only",
    );
  }
  const labeled = listed.videos.filter(({ className }) => className !== null);
  return {
    videos: listed.videos.map(({ path }) => ({
      id: relativePath(path, options.root),
      path,
      label: null,
    })),
    missing: listed.missing,
    notes: [
      ...listed.notes,
      ...noteMissing(listed.missing),
      ...noteLabels(labeled.length, list),
    ],
  };
}

/** Refuses a video that has the id of another one, as ids of official lists are only names. */
function refuseNamesake({ id, path }: VideoEntry, ids: ReadonlySet<string>): void {
  if (!ids.has(id)) return;
  throw new ManifestError(path, `another video of the data is called '${id}': rename its folder`);
}

function noteKnown(count: number, path: string): string[] {
  if (count === 0) return [];
  return [`${pluralize(count, "video")} of '${path}' in the data already: not added`];
}

function noteCopies(count: number, path: string): string[] {
  if (count === 0) return [];
  return [
    `left ${pluralize(count, "video")} of '${path}' unused: test videos before or after their ` +
    "preparation",
  ];
}

function noteLabels(count: number, list: string): string[] {
  if (count === 0) return [];
  return [`${pluralize(count, "label")} in '${list}' not used, as it was given as unlabeled`];
}
