import { resolve } from "node:path";
import type { FoundVideos, NamedVideo } from "../_found_videos.ts";
import type { ListedFile, ListedFiles } from "../lists/_listed_files.ts";
import { describeLine } from "../labels/_describe_line.ts";
import { isNumber } from "../labels/_is_number.ts";
import { noteOtherFolders } from "../labels/_note_other_folders.ts";
import { NumberedClasses } from "../labels/_numbered_classes.ts";
import { partOf } from "../folders/_part_of.ts";
import { readVideoList, type ReadVideoListOptions } from "../lists/_video_list.ts";
import { comparableName } from "../labels/_comparable_name.ts";
import { ManifestError } from "../manifest_error.ts";

/** Options of {@linkcode takeTestList}. */
export interface TakeTestListOptions extends ReadVideoListOptions {
  /** The videos of the folder. */
  readonly found: FoundVideos;
}

/**
 * Divides the videos of a folder by a list of test videos: all others are for training. The folder
 * says which class a video has; the labels of the list must agree. Numbers may count the classes in
 * any order, as they have no names: the videos of each must have one class.
 *
 * @throws {ManifestError} If something in the list is wrong, or it contradicts the folder.
 */
export async function takeTestList(
  list: string,
  { found, ...options }: TakeTestListOptions,
): Promise<FoundVideos> {
  const all = [...found.train, ...found.test ?? []];
  const { videos, missing, notes } = await readTestVideos(list, options);
  const test = nameTestVideos(videos, all);
  const knownPaths = new Set(all.map(({ path }) => resolve(path)));
  const others = test.filter(({ path }) => !knownPaths.has(resolve(path)));
  const testPaths = new Set(test.map(({ path }) => resolve(path)));
  return {
    ...found,
    train: all.filter(({ path }) => !testPaths.has(resolve(path))),
    test,
    notes: [...found.notes, ...notes, ...noteOtherFolders(others, found.classes)],
    missing: [...found.missing, ...missing],
    manifest: undefined,
  };
}

/**
 * Reads a list of test videos with the labels as written.
 *
 * @throws {ManifestError} If something in the list is wrong, or it names training videos too.
 */
export async function readTestVideos(
  list: string,
  options: ReadVideoListOptions,
): Promise<ListedFiles> {
  const listed = await readVideoList(list, options);
  const training = listed.videos.find(({ part = "" }) =>
    ["train", "unlabeled"].includes(partOf(part) ?? "")
  );
  if (training === undefined) return listed;
  throw new ManifestError(
    list,
    `line ${training.line} says that '${training.id}' is for training: give the list as --data, or a ` +
      "list of the test videos only",
  );
}

/** Gives test videos the classes of the folder. */
function nameTestVideos(
  listed: readonly ListedFile[],
  found: readonly NamedVideo[],
): ListedFile[] {
  const foundByPath = new Map(found.map((video) => [resolve(video.path), video]));
  const classes = new Map(
    found.flatMap(({ className }) =>
      className === null ? [] : [[comparableName(className), className]]
    ),
  );
  const numbered = new NumberedClasses();
  const test: ListedFile[] = [];
  const unnamed: ListedFile[] = [];
  for (const video of listed) {
    const known = foundByPath.get(resolve(video.path));
    const className = known?.className ?? null;
    const named = classes.get(comparableName(video.className ?? ""));
    if (className !== null) {
      if (named === undefined && isNumber(video.className)) numbered.add(video, className);
      else requireClass(video, className);
      test.push({ ...known, ...video, id: known?.id ?? video.id, className });
    } else if (isNumber(video.className) && named === undefined) {
      unnamed.push(video);
    } else {
      test.push({ ...video, className: named ?? video.className });
    }
  }
  return [...test, ...unnamed.map((video) => nameByNumber(video, numbered))];
}

/** @throws {ManifestError} If a label is another name than that of the class. */
function requireClass(video: ListedFile, className: string): void {
  if (video.className === null || comparableName(video.className) === comparableName(className)) {
    return;
  }
  throw new ManifestError(
    video.list,
    `${describeLine(video)}, but the data has it in the class '${className}'`,
  );
}

/** Names the class of a video that the folder does not label, by videos with the same number. */
function nameByNumber(video: ListedFile, numbered: NumberedClasses): ListedFile {
  const className = numbered.get(Number(video.className));
  if (className !== undefined) return { ...video, className };
  throw new ManifestError(
    video.list,
    `${
      describeLine(video)
    }, but neither the data nor another line says which class that is: use names`,
  );
}
