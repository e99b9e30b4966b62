import type { NamedSplit } from "../_found_videos.ts";
import type { ListedFile } from "./_listed_files.ts";
import { partOf } from "../folders/_part_of.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize, quotedList } from "../_words.ts";

/** The videos of a list with a column of parts. */
export interface DividedList extends NamedSplit<ListedFile> {
  /** One line for each thing a user should know. */
  readonly notes: readonly string[];
}

/**
 * Divides the videos of a list by its column of parts. Videos without a part are for training; those
 * of `val` are for the test if there are none of `test`.
 *
 * @throws {ManifestError} If a part is unknown.
 */
export function divideByPart(videos: readonly ListedFile[], list: string): DividedList {
  const parts = Map.groupBy(videos, ({ part = "" }) => part === "" ? "train" : partOf(part));
  const unknown = new Set(parts.get(null)?.map(({ part = "" }) => part));
  if (unknown.size > 0) {
    throw new ManifestError(
      list,
      `its column 'split' must hold train, test or val: it has ${quotedList([...unknown])}`,
    );
  }
  const unlabeled = parts.get("unlabeled") ?? [];
  const train = [
    ...parts.get("train") ?? [],
    ...unlabeled.map((video) => ({ ...video, className: null })),
  ];
  const test = parts.get("test");
  const validation = parts.get("val");
  if (test === undefined || validation === undefined) {
    return { train, test: test ?? validation ?? null, notes: [] };
  }
  const unused = pluralize(validation.length, "video");
  return { train, test, notes: [`left ${unused} of the split 'val' unused`] };
}
