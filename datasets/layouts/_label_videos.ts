import { compareStrings } from "../_compare_strings.ts";
import type { NamedSplit, NamedVideo } from "./_layout.ts";
import type { VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/**
 * Returns the classes of labels as written: the sorted names, or, if all labels are digits, a class
 * for each index up to the largest. Indexed classes get the names of their videos' folders if each
 * has a folder of its own.
 *
 * @param path The data set, for the message.
 * @throws {ManifestError} If no training video is labeled, no index is 0, or one is negative.
 */
export function classesOf({ train, test }: NamedSplit, path: string): string[] {
  const labeled = train.filter((video) => video.className !== null);
  if (labeled.length === 0) throw new ManifestError(path, "no training video is labeled");
  const names = [...new Set([...train, ...test ?? []].flatMap((video) => video.className ?? []))];
  const negative = names.find((name) => /^-\d+$/.test(name));
  if (negative !== undefined) {
    throw new ManifestError(
      path,
      `label '${negative}' is not a class; leave out the label of a video that has none`,
    );
  }
  if (names.every((name) => /^\d+$/.test(name))) {
    return indexedClasses(labeled, { count: countIndexes(names, path) });
  }
  return [...new Set(labeled.flatMap((video) => video.className ?? []))].sort(compareStrings);
}

function countIndexes(names: readonly string[], path: string): number {
  const indexes = names.map(Number);
  const lowest = Math.min(...indexes);
  const highest = Math.max(...indexes);
  if (lowest > 0) {
    throw new ManifestError(
      path,
      `its classes are the indexes ${lowest} to ${highest}, but indexes must count from 0`,
    );
  }
  return highest + 1;
}

/**
 * Returns the folders' names if every class has one folder and no two share one; otherwise the
 * indexes.
 */
function indexedClasses(
  labeled: readonly NamedVideo[],
  { count }: { readonly count: number },
): string[] {
  const folders = Array.from({ length: count }, () => new Set<string>());
  for (const { className, id } of labeled) {
    folders[Number(className)]?.add(id.split("/").at(-2) ?? "");
  }
  const titles = folders.flatMap((names) => names.size === 1 ? [...names] : []);
  const isDistinct = new Set(titles).size === count && !titles.includes("");
  return isDistinct ? titles : folders.map((_, index) => String(index));
}

/**
 * Replaces labels as written by indexes into `classes` and sorts by id.
 *
 * @throws {ManifestError} If a label is neither a class nor an index of one.
 */
export function label(
  videos: readonly NamedVideo[],
  { classes, path }: { readonly classes: readonly string[]; readonly path: string },
): VideoEntry[] {
  const indexes = new Map(classes.map((name, index) => [name, index]));
  const unknown = new Set<string>();
  const indexOf = (className: string): number | null => {
    const index = indexes.get(className);
    if (index !== undefined) return index;
    const isIndex = /^\d+$/.test(className) && Number(className) < classes.length;
    if (isIndex) return Number(className);
    unknown.add(className);
    return null;
  };
  const entries = videos.map(({ id, path, className }): VideoEntry => ({
    id,
    path,
    label: className === null ? null : indexOf(className),
  }));
  if (unknown.size > 0) {
    throw new ManifestError(
      path,
      `unknown class ${quotedList([...unknown])}: training has ${quotedList(classes)}`,
    );
  }
  return entries.sort((left, right) => compareStrings(left.id, right.id));
}
