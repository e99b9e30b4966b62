import type { NamedClasses } from "./_named_classes.ts";
import type { NamedSplit } from "../_found_videos.ts";
import { byComparableName, classFolderOf } from "./_class_folder_of.ts";
import type { ClassList } from "./_class_list.ts";
import type { ListedFile } from "../lists/_listed_files.ts";
import { describeLine } from "./_describe_line.ts";
import { isNumber } from "./_is_number.ts";
import { comparableName } from "./_comparable_name.ts";
import { ManifestError } from "../manifest_error.ts";

/** The classes by their numbers. */
type Numbering = ReadonlyMap<number, string>;

/**
 * Gives labels that are numbers the names that a class list states. A label that is a name of the
 * class list is that name. Numbers may also count from 0 or 1 in the order of the class list, if
 * that is the only way that fits: other tools count from 0 where classInd.txt counts from 1.
 *
 * @throws {ManifestError} If a label is not in the class list, no way fits or two do, or a video is
 * in the folder of another class.
 */
export function nameByClassList(lists: NamedSplit<ListedFile>, classList: ClassList): NamedClasses {
  const { train, test } = lists;
  const names = new Set(classList.names);
  const numbered = [...train, ...test ?? []].filter(({ className }) =>
    isNumber(className) && !names.has(className)
  );
  const numbering = chooseNumbering(numbered, classList);
  const namesByForm = byComparableName(classList.names);
  const rename = (video: ListedFile): ListedFile => {
    const { className, list } = video;
    if (className === null || names.has(className)) return video;
    const name = isNumber(className)
      ? numbering.get(Number(className))
      : namesByForm.get(comparableName(className));
    if (name !== undefined) return { ...video, className: name };
    throw new ManifestError(list, `${describeLine(video)}, which is not in '${classList.path}'`);
  };
  const named = { train: train.map(rename), test: test?.map(rename) ?? null };
  const used = new Set(named.train.map(({ className }) => className));
  const classes = classList.names.filter((name) => used.has(name));
  const unused = classList.names.length - classes.length;
  return {
    ...named,
    classes,
    notes: unused === 0 ? [] : [
      `${unused} of the ${names.size} classes of '${classList.path}' without a training video`,
    ],
  };
}

/** Chooses what numbers mean: as stated, else in the order of the class list. */
function chooseNumbering(videos: readonly ListedFile[], classList: ClassList): Numbering {
  const { names, numbers, path } = classList;
  const countedFrom = (start: number) => new Map(names.map((name, index) => [start + index, name]));
  const counted = [countedFrom(0), countedFrom(1)];
  const stated = numbers === null
    ? []
    : [new Map(names.map((name, index) => [numbers[index] ?? -1, name]))];
  for (const candidates of [stated, counted]) {
    const fitting = candidates.filter((numbering) => findMisfit(videos, numbering) === undefined);
    const [numbering] = fitting;
    if (numbering === undefined) continue;
    if (fitting.length === 1 || videos.length === 0) return numbering;
    throw new ManifestError(
      videos[0]?.list ?? path,
      `its numbers may count the classes of '${path}' from 0 or from 1: write the number before ` +
        "each name there",
    );
  }
  const [usual = new Map<number, string>()] = [...stated, ...counted];
  const { list = path, why = "no numbering fits" } = findMisfit(videos, usual) ?? {};
  throw new ManifestError(list, why);
}

/** A video that shows that a numbering is wrong. */
interface Misfit {
  /** The list that names it. */
  readonly list: string;
  /** What is wrong. */
  readonly why: string;
}

/** Returns the first video that shows that a numbering is wrong; undefined if none does. */
function findMisfit(videos: readonly ListedFile[], numbering: Numbering): Misfit | undefined {
  const classNames = byComparableName(numbering.values());
  for (const video of videos) {
    const name = numbering.get(Number(video.className));
    if (name === undefined) {
      const why = `${describeLine(video)}, which is not in the list of ${numbering.size} classes`;
      return { list: video.list, why };
    }
    const folderName = classFolderOf(video, classNames);
    if (folderName !== undefined && folderName !== name) {
      const why = `${describeLine(video)}, which is '${name}' in the list of classes, but the ` +
        `folder says '${folderName}'`;
      return { list: video.list, why };
    }
  }
  return undefined;
}
