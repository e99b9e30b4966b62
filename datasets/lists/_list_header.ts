import { COLUMN_TITLES, comparableTitle } from "./_column_titles.ts";
import { type CsvRow, parseCsvRows } from "./_parse_csv_rows.ts";
import { splitLines } from "./_read_text.ts";
import { type Part, partOf } from "../folders/_part_of.ts";
import { ManifestError } from "../manifest_error.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { hasVideoExtension } from "../_video_extension.ts";
import { quotedList } from "../_words.ts";

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

/** Finds the columns in the first line of a list by their titles; null if it names none. */
export function parseHeader(line: string): ListHeader | null {
  for (const delimiter of DELIMITERS) {
    // "Video Path;Clip Label" has other separators than blanks.
    if (delimiter === " " && /[,;\t]/.test(line)) return null;
    const titles = titlesIn(line, delimiter);
    // A line that names a file is a video's, also if its label is "video class".
    if (titles.some(hasVideoExtension)) return null;
    const names = titles.map(comparableTitle);
    const has = (known: readonly string[]) => known.some((title) => names.includes(title));
    const namesLabel = has(COLUMN_TITLES.class) || has(COLUMN_TITLES.part);
    if (has(COLUMN_TITLES.path) && (namesLabel || names.length === 1)) return { delimiter, titles };
  }
  return null;
}

/**
 * Requires that the first line of a list without a column for the path names no other columns.
 *
 * @param list The list, for messages.
 * @throws {ManifestError} If it does.
 */
export function refuseTitles(line: string, list: string): void {
  for (const delimiter of DELIMITERS) {
    const titles = titlesIn(line, delimiter);
    const namesClass = titles.map(comparableTitle)
      .some((title) => COLUMN_TITLES.class.includes(title));
    if (delimiter === " " || titles.length < 2 || !namesClass || !titles.every(isTitle)) continue;
    throw new ManifestError(
      list,
      `its first line '${shorten(line.trim())}' names columns, but none is called 'path' or 'file'`,
    );
  }
}

function titlesIn(line: string, delimiter: string): string[] {
  const fields = delimiter === " " ? line.trim().split(/\s+/) : line.split(delimiter);
  const titles = fields.map((field) => field.trim().replace(/^"(.*)"$/, "$1").trim());
  // Spreadsheets end lines with the separators of empty columns.
  return titles.slice(0, titles.findLastIndex((title) => title !== "") + 1);
}

/** Whether a field can be a title: it has neither the signs of paths nor is a number. */
function isTitle(field: string): boolean {
  return /^\p{L}[\p{L}\p{M}\d_ -]*$/u.test(field);
}

/** The columns of a list, as indexes into its fields; -1 for a column that it does not have. */
export interface ListColumns {
  readonly path: number;
  readonly label: number;
  readonly part: number;
}

/** A header with titles that are not known, and what the rows below it show. */
export interface GuessedHeader extends ListHeader {
  readonly columns: ListColumns;
}

/**
 * Finds columns with other titles than the known ones, as in another language: the only column in
 * which all lines but the first name videos holds the paths, and one other the labels.
 *
 * @param text The list from its first line on.
 * @param list The list, for messages.
 * @returns Null if the first line is not one of titles.
 * @throws {ManifestError} If it is, but there are more columns.
 */
export function guessHeader(text: string, list: string): GuessedHeader | null {
  const [line = ""] = splitLines(text);
  for (const delimiter of DELIMITERS) {
    const titles = titlesIn(line, delimiter);
    if (delimiter === " " || titles.length < 2 || !titles.every(isTitle)) continue;
    const [, ...rows] = parseCsvRows(text, { path: list, delimiter });
    const columns = describeColumns(rows, titles.length);
    const paths = columns.filter(({ videos }) => videos === rows.length);
    const [path] = paths;
    if (rows.length === 0 || path === undefined || paths.length > 1) continue;
    const [label = NO_COLUMN, ...others] = columns.filter((column) =>
      column !== path && column.filled > 0
    );
    if (others.length === 0) {
      return { delimiter, titles, columns: { path: path.index, label: label.index, part: -1 } };
    }
    throw new ManifestError(
      list,
      `the titles in its first line '${
        shorten(line.trim())
      }' are not known: call the columns 'path', ` +
        "'class' and 'split'; others are ignored",
    );
  }
  return null;
}

/** What the rows of a list have in a column. */
interface ColumnFacts {
  readonly index: number;
  /** Fields that are not empty. */
  filled: number;
  /** Fields that name a video. */
  videos: number;
}

const NO_COLUMN: ColumnFacts = { index: -1, filled: 0, videos: 0 };

/** Looks at each field once: rows may be shorter than the titles. */
function describeColumns(rows: readonly CsvRow[], count: number): ColumnFacts[] {
  const columns = Array.from({ length: count }, (_, index) => ({ ...NO_COLUMN, index }));
  for (const { fields } of rows) {
    for (const [index, { text }] of fields.entries()) {
      const column = columns[index];
      if (column === undefined) break;
      if (text !== "") column.filled++;
      if (hasVideoExtension(text)) column.videos++;
    }
  }
  return columns;
}

/**
 * Chooses the columns that are read. Of several columns for the class one with names is taken, not
 * one with their numbers. Whatever its title, a column that says of each video whether it is for
 * training or for the test is the one of the parts: test videos must not be trained on.
 *
 * @param list The list, for messages.
 * @throws {ManifestError} If there are several columns for the class, each with names, or for the
 * parts.
 */
export function chooseColumns(
  titles: readonly string[],
  rows: readonly CsvRow[],
  list: string,
): ListColumns {
  const names = titles.map(comparableTitle);
  const columnsOf = (known: readonly string[]) => [
    ...new Set(known.flatMap((title) => names.includes(title) ? [names.indexOf(title)] : [])),
  ];
  const [path = -1] = columnsOf(COLUMN_TITLES.path);
  const [titled] = columnsOf(COLUMN_TITLES.part);
  const part = titled ?? findParts(titles, rows, list) ?? -1;
  const classes = columnsOf(COLUMN_TITLES.class)
    .filter((column) => column !== path && column !== part);
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

/** Finds the column in which all fields name a part, training and another one, or are empty. */
function findParts(
  titles: readonly string[],
  rows: readonly CsvRow[],
  list: string,
): number | undefined {
  const partsOfColumns = titles.map(() => new Set<Part | null>());
  for (const { fields } of rows) {
    if (fields[0]?.text.startsWith("#") === true) continue;
    // Of the fields that are there: rows may be shorter than the titles.
    for (const [column, { text }] of fields.entries()) {
      if (text !== "") partsOfColumns[column]?.add(partOf(text));
    }
  }
  const [found, other] = partsOfColumns.keys().filter((column) => {
    const parts = partsOfColumns[column] ?? new Set();
    return parts.has("train") && (parts.has("test") || parts.has("val")) && !parts.has(null);
  });
  if (found === undefined || other === undefined) return found;
  throw new ManifestError(
    list,
    `its columns '${titles[found]}' and '${
      titles[other]
    }' both say which videos are for the test: ` +
      "leave one out, or call the one that is meant 'split'",
  );
}

/** Titles of columns that say which part of a video is meant, as `comparableTitle()` writes them. */
const TIMES = /^(?:time|frame)?(?:start|end|begin|stop)(?:time|frame|sec|seconds)?$/;

/**
 * Returns a line about columns that say from when to when something is shown; none if there are none.
 *
 * @param list The list, for the line.
 */
export function noteTimes(titles: readonly string[], list: string): string[] {
  const unused = titles.filter((title) => TIMES.test(comparableTitle(title)));
  if (unused.length === 0) return [];
  return [
    `${unused.length === 1 ? "column" : "columns"} ${quotedList(unused)} of '${list}' not used: ` +
    "each video is taken as a whole; cut it if only a part shows its class",
  ];
}
