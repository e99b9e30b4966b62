import type { NamedClasses } from "./_named_classes.ts";
import type { NamedSplit } from "../_found_videos.ts";
import type { ListedFile } from "../lists/_listed_files.ts";
import { describeLine } from "./_describe_line.ts";
import { byComparableName, classFolderOf } from "./_class_folder_of.ts";
import { folderOf } from "./_folder_of.ts";
import { isNumber } from "./_is_number.ts";
import { NumberedClasses } from "./_numbered_classes.ts";
import { ManifestError } from "../manifest_error.ts";
import { compareStrings } from "../_compare_strings.ts";

/** What to do if numbers have no certain meaning. */
const REMEDY = "use names throughout, or put a file classes.txt with lines 'NUMBER NAME' beside it";

/**
 * Gives labels that are numbers a meaning without a class list: by the folders of the videos, if these
 * are the classes; else the numbers themselves are the classes, if none is left out.
 *
 * @throws {ManifestError} If names and numbers are mixed and the folders do not say which number is
 * which name, if numbers are left out, or if a video has not the number of its folder.
 */
export function nameByFolders({ train, test }: NamedSplit<ListedFile>): NamedClasses {
  refuseMixed(train);
  refuseMixed(test ?? []);
  const trainHasNumbers = train.some(({ className }) => isNumber(className));
  const named = [...train, ...test ?? []].filter(({ className }) =>
    className !== null && !isNumber(className)
  );
  if (named.length > 0) return nameByNamedFolders({ train, test }, named);
  const folders = trainHasNumbers ? foldersByNumber(train) : null;
  return folders === null
    ? keepNumbers({ train, test })
    : nameByOwnFolders({ train, test }, folders);
}

/** @throws {ManifestError} If a list has both names and numbers. */
function refuseMixed(videos: readonly ListedFile[]): void {
  const labeled = videos.filter(({ className }) => className !== null);
  const name = labeled.find(({ className }) => !isNumber(className));
  const number = labeled.find(({ className }) => isNumber(className));
  if (name === undefined || number === undefined) return;
  throw new ManifestError(
    name.list,
    `it mixes names and numbers: line ${name.line} has '${name.className}', line ${number.line} has ` +
      `'${number.className}'; ${REMEDY}`,
  );
}

/** One list has names, the other numbers: the folders in which named videos are decide. */
function nameByNamedFolders(
  lists: NamedSplit<ListedFile>,
  named: readonly ListedFile[],
): NamedClasses {
  const classByFolder = new Map<string, string | null>();
  for (const video of named) {
    const folder = folderOf(video);
    const known = classByFolder.get(folder);
    const isOther = known !== undefined && known !== video.className;
    // A folder with several classes names none.
    classByFolder.set(folder, isOther ? null : video.className);
  }
  const numbering = new NumberedClasses();
  const rename = (video: ListedFile): ListedFile => {
    if (!isNumber(video.className)) return video;
    const className = classByFolder.get(folderOf(video)) ?? null;
    if (className === null) {
      throw new ManifestError(
        video.list,
        `${
          describeLine(video)
        }, but the other list has names, and no folder says which is meant; ` +
          REMEDY,
      );
    }
    numbering.add(video, className);
    return { ...video, className };
  };
  const train = lists.train.map(rename);
  const test = lists.test?.map(rename) ?? null;
  const classes = new Set(train.flatMap(({ className }) => className ?? []));
  return { train, test, classes: [...classes].sort(compareStrings), notes: [] };
}

/**
 * Returns the folder of each number, in the order of the numbers, if the folders are the classes:
 * there are as many, and most videos of each have a number of its own. Null if they are not.
 */
function foldersByNumber(train: readonly ListedFile[]): ReadonlyMap<number, string> | null {
  const labeled = train.filter(({ className }) => className !== null);
  const folders = new Map<number, string>();
  const byFolder = Map.groupBy(labeled, folderOf);
  for (const [folder, videos] of byFolder) {
    const number = majorityOf(videos.map(({ className }) => Number(className)));
    if (folder === "" || number === null) return null;
    folders.set(number, folder);
  }
  const numbers = new Set(labeled.map(({ className }) => Number(className)));
  if (folders.size !== byFolder.size || numbers.size !== byFolder.size) return null;
  return new Map([...folders].sort(([left], [right]) => left - right));
}

/** Returns the number that more than half of some numbers are; null if none is. */
function majorityOf(numbers: readonly number[]): number | null {
  for (const [number, equal] of Map.groupBy(numbers, (value) => value)) {
    if (2 * equal.length > numbers.length) return number;
  }
  return null;
}

function nameByOwnFolders(
  { train, test }: NamedSplit<ListedFile>,
  folders: ReadonlyMap<number, string>,
): NamedClasses {
  const classNames = byComparableName(folders.values());
  const rename = (video: ListedFile): ListedFile => {
    if (video.className === null) return video;
    const className = folders.get(Number(video.className)) ?? video.className;
    const folderName = classFolderOf(video, classNames);
    if (folderName === undefined || folderName === className) return { ...video, className };
    throw new ManifestError(
      video.list,
      `${describeLine(video)}, but most training videos of the folder '${folderName}' have ` +
        `${numberOf(folderName, folders)}; use names if the folders are not the classes`,
    );
  };
  return {
    train: train.map(rename),
    test: test?.map(rename) ?? null,
    classes: [...folders.values()],
    notes: [],
  };
}

function numberOf(folder: string, folders: ReadonlyMap<number, string>): number | undefined {
  return [...folders].find(([, name]) => name === folder)?.[0];
}

/** @throws {ManifestError} If numbers are left out. */
function keepNumbers({ train, test }: NamedSplit<ListedFile>): NamedClasses {
  const rename = (video: ListedFile): ListedFile =>
    video.className === null ? video : { ...video, className: String(Number(video.className)) };
  const named = train.map(rename);
  const numbers = [...new Set(named.flatMap(({ className }) => className ?? []))]
    .map(Number).sort((left, right) => left - right);
  const [lowest = 0] = numbers;
  const gap = numbers.findIndex((number, index) => number !== lowest + index);
  if (lowest > 1 || gap >= 0) {
    const lacking = lowest > 1 ? 0 : lowest + gap;
    throw new ManifestError(
      train[0]?.list ?? "",
      `its classes are numbers from ${lowest} to ${numbers.at(-1)}, but ${lacking} is not among ` +
        `them, and the folders do not name them; ${REMEDY}`,
    );
  }
  return {
    train: named,
    test: test?.map(rename) ?? null,
    classes: numbers.map(String),
    notes: noteSharedFolders(train),
  };
}

/** Returns a line for the user if folders do not go with the numbers; none if they may. */
function noteSharedFolders(train: readonly ListedFile[]): string[] {
  const labeled = train.filter(({ className }) => className !== null);
  const byFolder = Map.groupBy(labeled, folderOf);
  if (byFolder.size < 2) return [];
  for (const [folder, [first, ...others]] of byFolder) {
    const other = others.find(({ className }) => Number(className) !== Number(first?.className));
    if (first === undefined || other === undefined) continue;
    return [
      `classes are called by their numbers: videos of the folder '${folder}' have several, ` +
      `'${first.className}' on line ${first.line} and '${other.className}' on line ${other.line}`,
    ];
  }
  return [];
}
