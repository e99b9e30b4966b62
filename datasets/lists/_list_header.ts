import type { CsvRow } from "./_parse_csv_rows.ts";
import { ManifestError } from "../manifest_error.ts";
import { hasVideoExtension } from "../_video_extension.ts";

/** Titles of columns as people write them, in small letters; the first one present counts. */
const PATH_TITLES = [
  "path paths videopath filepath relpath relativepath clippath file files filename videofile",
  "video videos videoname clip clips clipname name videoid",
].join(" ").split(" ");

const CLASS_TITLES = [
  "class classname labelname categoryname actionname category action activity label labels",
  "actionlabel tag target classid labelid classindex labelindex classidx labelidx",
].join(" ").split(" ");

const PART_TITLES = ["split", "subset", "part", "partition", "set"];

/** What a column holds that numbers classes: a number, also below zero where there is none. */
const NUMBER_OR_NOTHING = /^-?\d*(?:\.0+)?$/;

/** What may separate the columns of a list with a header; a blank is tried last. */
const DELIMITERS = [",", ";", "\t", " "] as const;

/** What the first line of a list says about its columns. */
export interface ListHeader {
  readonly delimiter: typeof DELIMITERS[number];
  /** The titles as written. */
  readonly titles: readonly string[];
}

/**
 * Finds the columns in the first line of a list; null if it names none, but is a video's.
 *
 * @param list The list, for messages.
 * @throws {ManifestError} If it names columns, but none for the path.
 */
export function parseHeader(line: string, list: string): ListHeader | null {
  for (const delimiter of DELIMITERS) {
    // "Video Path;Clip Label" has other separators than blanks.
    if (delimiter === " " && /[,;\t]/.test(line)) return null;
    const fields = delimiter === " " ? line.trim().split(/\s+/) : line.split(delimiter);
    const titles = fields.map((field) => field.trim().replace(/^"(.*)"$/, "$1").trim());
    // A line that names a file is a video's, also if its label is "video class".
    if (titles.some(hasVideoExtension)) return null;
    const names = titles.map(comparable);
    const has = (known: readonly string[]) => known.some((title) => names.includes(title));
    const namesLabel = has(CLASS_TITLES) || has(PART_TITLES);
    if (has(PATH_TITLES) && (namesLabel || names.length === 1)) return { delimiter, titles };
    if (delimiter !== " " && has(CLASS_TITLES) && titles.length > 1 && titles.every(isTitle)) {
      throw new ManifestError(
        list,
        `its first line '${line.trim()}' names columns, but none is called 'path' or 'file'`,
      );
    }
  }
  return null;
}

/** Whether a field can be a title: it has neither the signs of paths nor is a number. */
function isTitle(field: string): boolean {
  return /^[a-z][\w -]*$/i.test(field);
}

/** The columns of a list, as indexes into its fields; -1 for a column that it does not have. */
export interface ListColumns {
  readonly path: number;
  readonly label: number;
  readonly part: number;
}

/**
 * Chooses the columns that are read. Of several columns for the class one with names is taken, not
 * one with their numbers.
 *
 * @param list The list, for messages.
 * @throws {ManifestError} If there are several columns for the class, each with names.
 */
export function chooseColumns(
  titles: readonly string[],
  rows: readonly CsvRow[],
  list: string,
): ListColumns {
  const names = titles.map(comparable);
  const columnsOf = (known: readonly string[]) =>
    known.flatMap((title) => names.includes(title) ? [names.indexOf(title)] : []);
  const [path = -1] = columnsOf(PATH_TITLES);
  const [part = -1] = columnsOf(PART_TITLES);
  const classes = columnsOf(CLASS_TITLES).filter((column) => column !== path && column !== part);
  const named = classes.filter((column) =>
    rows.some(({ fields }) => !NUMBER_OR_NOTHING.test(fields[column]?.text ?? ""))
  );
  const [label = classes[0] ?? -1, second] = named;
  if (second !== undefined && names[label] !== "class") {
    throw new ManifestError(
      list,
      `its columns '${titles[label]}' and '${
        titles[second]
      }' both name classes: leave one out, or ` +
        "call the one that is meant 'class'",
    );
  }
  return { path, label, part };
}

/** Writes a title without capitals, blanks and signs: "Video_Path" as "videopath". */
function comparable(title: string): string {
  return title.toLowerCase().replace(/[^a-z]/g, "");
}
