import type { NamedSplit, NamedVideo } from "./_layout.ts";
import { type VideoEntry } from "../manifest.ts";
import { quotedList } from "../_words.ts";
import { compareStrings } from "../_compare_strings.ts";
import { ManifestError } from "../manifest_error.ts";

/**
 * The classes that labels mean: sorted names, or, where all labels are digits, as many as the largest
 * index asks for. Indexed classes are called after their videos' folders where each has one of its own.
 *
 * @throws {ManifestError} if no training video is labeled, no index is 0, or one is negative.
 */
export function classesOf({ train, test }: NamedSplit, path: string): string[] {
  const labeled = train.filter((video) => video.className !== null);
  if (labeled.length === 0) throw new ManifestError(path, "no training video is labeled");
  const names = new Set([...train, ...test ?? []].flatMap((video) => video.className ?? []));
  const negative = [...names].find((name) => /^-\d+$/.test(name));
  if (negative !== undefined) {
    throw new ManifestError(
      path,
      `label '${negative}' is no class; leave out the label of a video that has none`,
    );
  }
  if (![...names].every((name) => /^\d+$/.test(name))) {
    return [...new Set(labeled.flatMap((video) => video.className ?? []))].sort(compareStrings);
  }
  const indexes = [...names].map(Number);
  const count = Math.max(...indexes) + 1;
  const lowest = Math.min(...indexes);
  if (lowest > 0) {
    throw new ManifestError(
      path,
      `its classes are the indexes ${lowest} to ${count - 1}, but indexes must count from 0`,
    );
  }
  const folders = Array.from({ length: count }, () => new Set<string>());
  for (const { className, id } of labeled) {
    folders[Number(className)]?.add(id.split("/").at(-2) ?? "");
  }
  const titles = folders.map((set) => set.size === 1 ? [...set][0] : "");
  const distinct = new Set(titles).size === count && !titles.includes("");
  return titles.map((title, index) => distinct && title !== undefined ? title : String(index));
}

/**
 * Replaces labels as written by indexes into `classes` and sorts by id.
 *
 * @throws {ManifestError} for labels that are neither a class nor an index of one.
 */
export function label(
  videos: readonly NamedVideo[],
  { classes, path }: { readonly classes: readonly string[]; readonly path: string },
): VideoEntry[] {
  const indexes = new Map(classes.map((name, index) => [name, index]));
  const unknown = new Set<string>();
  const entries = videos.map(({ id, path, className }): VideoEntry => {
    if (className === null) return { id, path, label: null };
    const index = indexes.get(className) ??
      (/^\d+$/.test(className) && Number(className) < classes.length ? Number(className) : null);
    if (index === null) unknown.add(className);
    return { id, path, label: index };
  });
  if (unknown.size > 0) {
    throw new ManifestError(
      path,
      `unknown class ${quotedList([...unknown])}: training has ${quotedList(classes)}`,
    );
  }
  return entries.sort((a, b) => compareStrings(a.id, b.id));
}
