import type { NamedClasses } from "./_named_classes.ts";
import type { NamedSplit } from "../_found_videos.ts";
import { readClassList } from "./_class_list.ts";
import { nameByClassList } from "./_name_by_class_list.ts";
import { nameByFolders } from "./_name_by_folders.ts";
import { isFormulaError } from "../lists/_is_formula_error.ts";
import type { ListedFile } from "../lists/_listed_files.ts";
import { describeLine } from "./_describe_line.ts";
import { isNumber } from "./_is_number.ts";
import { isNoClass } from "./_is_no_class.ts";
import { refuseUnknownClasses } from "./_refuse_unknown_classes.ts";
import { noteOtherFolders } from "./_note_other_folders.ts";
import { comparableName } from "./comparable_name.ts";
import { ManifestError } from "../manifest_error.ts";
import { needsClassList } from "./needs_class_list.ts";
import { compareStrings } from "../_compare_strings.ts";

/**
 * Gives the videos of lists their classes by name. Labels are names, or numbers that
 *
 * - a class list beside the list states, or
 * - the folders of the videos name, if most videos of each have a number of its own, or
 * - count from 0 or 1 without gaps: then the numbers are the names.
 *
 * A list with names and numbers is refused without a class list, which is read only if there are
 * numbers, or labels such as "null", which are classes if it has them in quotes.
 *
 * @param files The lists.
 * @throws {ManifestError} If numbers have no certain meaning, the folders contradict them, or a test
 * video has a class that training does not have.
 */
export async function nameClasses(
  lists: NamedSplit<ListedFile>,
  ...files: readonly [string, ...string[]]
): Promise<NamedClasses> {
  const { train, test } = lists;
  const labeled = [...train, ...test ?? []].filter(({ className }) => className !== null);
  if (train.every(({ className }) => className === null)) {
    throw new ManifestError(files[0], "no training video is labeled");
  }
  const hasNumbers = labeled.some(({ className }) => isNumber(className));
  const needsList = labeled.some(({ className }) => needsClassList(className ?? ""));
  const classList = needsList ? await readClassList(...files) : null;
  refuseNoLabel(labeled, classList?.quoted);
  const nameAlone = hasNumbers ? nameByFolders : nameByNames;
  const named = classList === null ? nameAlone(lists) : nameByClassList(lists, classList);
  refuseUnknownClasses(named.test ?? [], named.classes);
  return named;
}

/**
 * @param quoted Classes that are named as such whatever they are called.
 * @throws {ManifestError} If a label says that there is none, instead of being left out, or is the
 * error of a formula.
 */
function refuseNoLabel(
  labeled: readonly ListedFile[],
  quoted: ReadonlySet<string> = new Set(),
): void {
  const video = labeled.find(({ className }) =>
    isNoClass(className ?? "") && !quoted.has(className ?? "")
  );
  if (video === undefined) return;
  const { list, line, className } = video;
  const kind = isFormulaError(className ?? "") ? "the error of a formula" : "not a class";
  throw new ManifestError(
    list,
    `line ${line} has the label '${className}', which is ${kind}; leave out the label of a video ` +
      "that has none",
  );
}

/**
 * Names are used as training writes them first: a test list may write them otherwise, as may the two
 * normal forms of Unicode.
 *
 * @throws {ManifestError} If two names of training are alike, so that one may be a slip.
 */
function nameByNames({ train, test }: NamedSplit<ListedFile>): NamedClasses {
  const firstByName = new Map<string, ListedFile>();
  for (const video of train) {
    if (video.className === null) continue;
    const name = comparableName(video.className);
    const first = firstByName.get(name) ?? video;
    firstByName.set(name, first);
    if (video.className.normalize("NFC") !== first.className?.normalize("NFC")) {
      throw new ManifestError(
        video.list,
        `${
          describeLine(video)
        }, but line ${first.line} writes it '${first.className}': write one ` +
          "class in one way",
      );
    }
  }
  const rename = (video: ListedFile): ListedFile => {
    const first = firstByName.get(comparableName(video.className ?? ""));
    return { ...video, className: first?.className ?? video.className };
  };
  const named = { train: train.map(rename), test: test?.map(rename) ?? null };
  const classes = new Set(named.train.flatMap(({ className }) => className ?? []));
  return {
    ...named,
    classes: [...classes].sort(compareStrings),
    notes: noteOtherFolders([...named.train, ...named.test ?? []], [...classes]),
  };
}
