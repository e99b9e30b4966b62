import type { NamedSplit } from "../_found_videos.ts";
import type { ListedFile } from "./_listed_files.ts";
import { partOf } from "../folders/_part_of.ts";
import { ManifestError } from "../manifest_error.ts";
import { didYouMean } from "../did_you_mean.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { pluralize } from "../_words.ts";

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
  const [unknown] = parts.get(null) ?? [];
  if (unknown !== undefined) {
    const { part = "", line } = unknown;
    throw new ManifestError(
      list,
      `line ${line} has '${shorten(part)}' as split: it must be train, test, val or unlabeled` +
        didYouMean(part, ["train", "test", "val", "unlabeled"]),
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
