import { isNumber } from "./_is_number.ts";
import { didYouMean } from "../did_you_mean.ts";
import type { ListedFile } from "../lists/_listed_files.ts";
import { ManifestError } from "../manifest_error.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { quotedList } from "../_words.ts";

/**
 * Requires that listed videos have classes of the training.
 *
 * @throws {ManifestError} If one has not; the message has its line.
 */
export function refuseUnknownClasses(
  videos: readonly ListedFile[],
  classes: readonly string[],
): void {
  const known = new Set(classes);
  const unknown = videos.find(({ className }) => className !== null && !known.has(className));
  if (unknown === undefined) return;
  const { list, line, className } = unknown;
  const advice = isNumber(className) && classes.every(isNumber)
    ? "; do both lists count classes from the same number?"
    : didYouMean(className ?? "", classes);
  throw new ManifestError(
    list,
    `line ${line}: class '${shorten(className ?? "")}' is not among the training classes ${
      quotedList(classes)
    }` +
      advice,
  );
}
