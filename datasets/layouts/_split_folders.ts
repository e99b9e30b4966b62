import { join } from "node:path";
import type { DataFolder } from "../folders/_data_folder.ts";
import type { FoundVideos } from "../_found_videos.ts";
import type { LayoutOptions } from "./_layout.ts";
import { readDividedClasses } from "./_divided_classes.ts";
import { foldersWithVideos } from "../folders/_folder_tree.ts";
import { type Part, partOf } from "../folders/_part_of.ts";
import {
  emptyParts,
  findParts,
  folderOfClasses,
  type PartFolder,
  partsIn,
  refuseMixture,
  refuseNumberedShares,
  refusePartsBelow,
} from "./_part_folders.ts";
import { type FolderBelow, takeVideos } from "../folders/_folder_below.ts";
import { noteIgnoredFiles } from "./_note_ignored_files.ts";
import { type FolderScan, scanFolder } from "./_scan_folder.ts";
import { takeTestVideos } from "./_test_folder.ts";
import { noteUnreadLists } from "./_unread_lists.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize, quotedList } from "../_words.ts";

/**
 * Reads a folder that holds a folder for the training videos and optionally others for test,
 * validation and unlabeled videos, named as people name them ({@linkcode partOf}); or class folders
 * beside one of unlabeled videos; or such folders in each class folder.
 *
 * @throws {ManifestError} If the folders may as well be classes and the user does not state that
 * they are parts, or a part is missing, empty or there twice.
 */
export async function readSplitFolders(
  { root, readTree }: DataFolder,
  { isStated, testList, whole = false }: LayoutOptions,
): Promise<FoundVideos | null> {
  const folder: FolderBelow = { root, prefix: "", tree: await readTree() };
  const parts = findParts(folder);
  if (parts.length === 0) return readDividedClasses(folder, { isStated, testList });
  const partNames = partsIn(folder.tree);
  const others = foldersWithVideos(folder.tree).filter(({ name }) => !partNames.has(name));
  if (!isStated && others.length > 0) {
    if (parts.every(({ part }) => part === "unlabeled")) {
      return besideUnlabeled(folder, { parts, testList });
    }
    refuseMixture(root, {
      parts: [...partNames.keys()],
      others: others.map(({ name }) => name),
    });
  }
  const found = readParts(folder, { parts: whole ? withTraining(parts) : parts, isStated });
  const unused = others.map(({ name }) => `left the videos in '${join(root, name)}' unused`);
  return {
    ...found,
    notes: [...found.notes, ...noteUnreadLists(folder, testList), ...unused, ...noteLoose(folder)],
  };
}

/** Takes class folders beside folders of unlabeled videos. */
function besideUnlabeled(
  folder: FolderBelow,
  { parts, testList }: Pick<LayoutOptions, "testList"> & { readonly parts: readonly PartFolder[] },
): FoundVideos {
  const folders = folder.tree.folders.filter(({ name }) => partOf(name) === null);
  const others = { ...folder, tree: { ...folder.tree, folders } };
  const classFolders = folderOfClasses(others, () => false);
  refusePartsBelow(classFolders);
  refuseNumberedShares(classFolders);
  const { classes, videos } = scanFolder(classFolders);
  return {
    train: [...videos, ...parts.flatMap((part) => takeVideos(part.folder, null))],
    test: null,
    classes,
    notes: [...noteIgnoredFiles(folder.tree), ...noteUnreadLists(folder, testList)],
    missing: [],
    labeled: null,
  };
}

/**
 * Makes the test videos training videos where there are none to train on; else those of validation.
 * It makes no difference where all of them are tested.
 */
function withTraining(parts: readonly PartFolder[]): readonly PartFolder[] {
  const wanted = (["train", "test", "val"] as const)
    .find((name) => parts.some(({ part }) => part === name));
  return parts.map((part) => part.part === wanted ? { ...part, part: "train" } : part);
}

interface PartsOptions {
  readonly parts: readonly PartFolder[];
  readonly isStated: boolean;
}

function readParts(folder: FolderBelow, { parts, isStated }: PartsOptions): FoundVideos {
  refuseEmptyParts(folder, parts);
  const train = scanTraining(folder, { parts, isStated });
  const unlabeled = parts.filter(({ part }) => part === "unlabeled");
  const testing = {
    test: onlyOf("test", { folder, parts }),
    val: onlyOf("val", { folder, parts }),
  };
  const test = takeTestVideos({ ...testing, classes: train.classes, isStated });
  return {
    train: [...train.videos, ...unlabeled.flatMap((part) => takeVideos(part.folder, null))],
    test: test?.videos ?? null,
    testSource: test?.source,
    classes: train.classes,
    notes: [...noteIgnoredFiles(...parts.map((part) => part.folder.tree)), ...test?.notes ?? []],
    missing: [],
    labeled: null,
  };
}

function scanTraining(folder: FolderBelow, { parts, isStated }: PartsOptions): FolderScan {
  const training = onlyOf("train", { folder, parts });
  if (training === undefined) {
    const names = parts.map((part) => part.folder.prefix.slice(0, -1));
    throw new ManifestError(
      folder.root,
      `it holds ${quotedList(names)}, but no folder of labeled training videos, such as 'train'`,
    );
  }
  const classFolders = folderOfClasses(training, () => false);
  if (!isStated) {
    refusePartsBelow(classFolders);
    refuseNumberedShares(classFolders);
  }
  return scanFolder(classFolders);
}

/** Returns the folder of a part, of which there may be only one; undefined if there is none. */
function onlyOf(
  wanted: Part,
  { folder, parts }: { readonly folder: FolderBelow; readonly parts: readonly PartFolder[] },
): FolderBelow | undefined {
  const found = parts.filter(({ part }) => part === wanted);
  if (found.length < 2) return found[0]?.folder;
  const names = found.map((part) => part.folder.prefix.slice(0, -1));
  throw new ManifestError(
    folder.root,
    `its folders ${quotedList(names)} name the same part, of which there must be one folder`,
  );
}

/** Refuses a part that is meant to be there but holds nothing; unlabeled videos are not needed. */
function refuseEmptyParts({ root, tree }: FolderBelow, parts: readonly PartFolder[]): void {
  const isTested = parts.some(({ part }) => part === "test" || part === "val");
  for (const { name, part } of emptyParts(tree)) {
    if (part === "unlabeled" || (part !== "train" && isTested)) continue;
    if (part === "train" && parts.some((found) => found.part === "train")) continue;
    throw new ManifestError(root, `no video in its folder '${name}': fill it, or remove it`);
  }
}

function noteLoose({ tree }: FolderBelow): string[] {
  const count = tree.videos.length;
  return count === 0 ? [] : [`left ${pluralize(count, "video")} beside the folders unused`];
}
