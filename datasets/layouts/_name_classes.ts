import type { ClassList } from "./_class_list.ts";
import { nameByClassList } from "./_name_by_class_list.ts";
import { nameByFolders } from "./_name_by_folders.ts";
import type { ListedFile } from "./_listed_files.ts";
import {
  comparable,
  describeLine,
  folderOf,
  isNumber,
  type ListedSplit,
  type NamedClasses,
} from "./_listed_labels.ts";
import { ManifestError } from "../manifest_error.ts";
import { compareStrings } from "../_compare_strings.ts";
import { pluralize } from "../_words.ts";

/**
 * Gives the videos of lists their classes by name. Labels are names, or numbers that
 *
 * - a class list beside the list states, or
 * - the folders of the videos name, if each number has a folder of its own, or
 * - count from 0 or 1 without gaps: then the numbers are the names.
 *
 * A list with names and numbers is refused without a class list.
 *
 * @param path The data set, for messages.
 * @throws {ManifestError} If numbers have no certain meaning, or the folders contradict them.
 */
export function nameClasses(
  lists: ListedSplit,
  { path, classList }: { readonly path: string; readonly classList: ClassList | null },
): NamedClasses {
  const { train, test } = lists;
  const labeled = [...train, ...test ?? []].filter(({ className }) => className !== null);
  if (train.every(({ className }) => className === null)) {
    throw new ManifestError(path, "no training video is labeled");
  }
  refuseNegative(labeled);
  if (!labeled.some(({ className }) => isNumber(className))) return nameByNames(lists);
  if (classList !== null) return nameByClassList(lists, classList);
  return nameByFolders(lists);
}

function refuseNegative(labeled: readonly ListedFile[]): void {
  const negative = labeled.find(({ className }) => /^-\d+$/.test(className ?? ""));
  if (negative === undefined) return;
  throw new ManifestError(
    negative.list,
    `label '${negative.className}' is not a class; leave out the label of a video that has none`,
  );
}

/** Names are used as they are; those that differ only in the normal form of Unicode are one. */
function nameByNames({ train, test }: ListedSplit): NamedClasses {
  const spellings = new Map<string, string>();
  const rename = (video: ListedFile): ListedFile => {
    if (video.className === null) return video;
    const composed = video.className.normalize("NFC");
    const className = spellings.get(composed) ?? video.className;
    spellings.set(composed, className);
    return { ...video, className };
  };
  const named = { train: train.map(rename), test: test?.map(rename) ?? null };
  const classes = new Set(named.train.flatMap(({ className }) => className ?? []));
  return {
    ...named,
    classes: [...classes].sort(compareStrings),
    notes: noteOtherFolders([...named.train, ...named.test ?? []]),
  };
}

/** Returns a line for the user about videos in the folder of another class; none if there are none. */
function noteOtherFolders(videos: readonly ListedFile[]): string[] {
  const labeled = videos.filter(({ className }) => className !== null);
  const classes = new Set(labeled.map(({ className }) => comparable(className ?? "")));
  const elsewhere = labeled.filter((video) => {
    const folder = comparable(folderOf(video));
    return classes.has(folder) && folder !== comparable(video.className ?? "");
  });
  const [first] = elsewhere;
  if (first === undefined) return [];
  return [
    `${pluralize(elsewhere.length, "video")} in the folder of another class: ` +
    `${describeLine(first)} in '${first.list}'; used as listed`,
  ];
}
