import { isBlankLine } from "./_is_blank_line.ts";
import { isFormulaError } from "./_is_formula_error.ts";
import { type JsonTable, parseJsonTable } from "./_json_table.ts";
import {
  chooseColumns,
  guessHeader,
  type ListColumns,
  type ListHeader,
  noteTimes,
  parseHeader,
  refuseTitles,
} from "./_list_header.ts";
import { type Reading, readingsOf } from "./_list_line.ts";
import { type CsvRow, parseCsvRows } from "./_parse_csv_rows.ts";
import { splitLines } from "./_read_text.ts";
import { ManifestError } from "../manifest_error.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { quotedList } from "../_words.ts";

/** Characters of a line "path label", at most. */
const LINE_LIMIT = 16_384;

/** A line of a list that is not blank. */
export interface ListRow {
  /** The line, from 1. */
  readonly line: number;
  /** What is written there, for messages. */
  readonly text: string;
  /** How it is most usually read. */
  readonly usual: Reading;
  /** Returns the other ways in which it can be read. */
  readonly otherReadings: () => Iterable<Reading>;
  /** Whether it begins with `#`: it is a comment unless there is a file of that name. */
  readonly isComment: boolean;
}

/** A list in text. */
export interface ParsedList {
  readonly rows: readonly ListRow[];
  /** The columns that its first line names; null if it names none. */
  readonly columns: ListColumns | null;
  /** One line for each thing a user should know. */
  readonly notes: readonly string[];
}

/**
 * Parses a list of videos: lines "path label", a table with a header, or JSON objects. How a line is meant may
 * depend on which files there are, so each has several readings.
 *
 * @param list The list's path, for messages.
 * @throws {ManifestError} If quotes are wrong, or the columns are not clear.
 */
export function parseList(text: string, list: string): ParsedList {
  const json = parseJsonTable(text, list);
  if (json !== null) return parseJsonList(json, list);
  const lines = withoutSeparatorLine(splitLines(text));
  const first = lines.findIndex(isText);
  const line = lines[first] ?? "";
  const table = text.slice(offsetOf(text, first));
  const header = parseHeader(line);
  if (header?.delimiter === " ") {
    const rows = parseLines(lines, { start: first + 1, list });
    return { rows, columns: columnsOfWords(header, list), notes: [] };
  }
  if (header !== null) {
    const notes = noteTimes(header.titles, list);
    return { ...parseTable(table, { ...header, list, first }), notes };
  }
  const guessed = guessHeader(table, list);
  if (guessed !== null) {
    const note = `took line ${first + 1} of '${list}', '${
      shorten(line.trim())
    }', for the titles of columns`;
    return { ...parseTable(table, { ...guessed, list, first }), notes: [note] };
  }
  refuseTitles(line, list);
  return { rows: parseLines(lines, { start: 0, list }), columns: null, notes: [] };
}

/** The first line by which Excel learns what separates columns. */
const SEPARATOR_LINE = /^\s*"?sep=.?"?\s*$/i;

/** Blanks a first line in which Excel names the separator, for itself. */
function withoutSeparatorLine(lines: string[]): string[] {
  const first = lines.findIndex(isText);
  return SEPARATOR_LINE.test(lines[first] ?? "") ? lines.with(first, "") : lines;
}

/** Whether a line is neither blank nor a comment. */
function isText(line: string): boolean {
  return !isBlankLine(line) && !isComment(line);
}

/** @throws {ManifestError} If the objects have no key for the path. */
function parseJsonList({ titles, rows }: JsonTable, list: string): ParsedList {
  const columns = chooseColumns(titles, rows, list);
  if (columns.path < 0) {
    const keys = titles.length === 0 ? "" : `: their keys are ${quotedList(titles)}`;
    throw new ManifestError(list, `its objects must have a key 'path' or 'file_name'${keys}`);
  }
  return {
    columns,
    rows: rows.map((row) => toListRow(row, { columns, titles, separator: ", ", linesBefore: 0 })),
    notes: noteTimes(titles, list),
  };
}

/** Returns where a line begins. */
function offsetOf(text: string, line: number): number {
  const linesAndEnds = text.split(/(\r\n|\n|\r)/);
  return linesAndEnds.slice(0, 2 * line).join("").length;
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}

/** Where {@linkcode parseLines} begins to read. */
interface ParseLinesOptions {
  readonly start: number;
  readonly list: string;
}

/** @throws {ManifestError} If a line is longer than a path and a label can be. */
function parseLines(
  lines: readonly string[],
  { start, list }: ParseLinesOptions,
): ListRow[] {
  return lines.slice(start).flatMap((text, index) => {
    const line = start + index + 1;
    if (isBlankLine(text)) return [];
    if (text.length > LINE_LIMIT) {
      if (isComment(text)) return [];
      const problem =
        `line ${line} has ${text.length} characters, but a path and a label have at ` +
        `most ${LINE_LIMIT}: it begins with '${shorten(text)}'`;
      throw new ManifestError(list, problem);
    }
    const { value: usual } = readingsOf(text).next();
    if (usual === undefined) return [];
    return [{
      line,
      text,
      usual,
      // Computed again, for few lines are read in another way than the usual one.
      otherReadings: () => readingsOf(text).drop(1),
      isComment: isComment(text),
    }];
  });
}

/** @throws {ManifestError} If columns that only blanks separate are not a path and a label. */
function columnsOfWords({ titles }: ListHeader, list: string): ListColumns {
  const columns = chooseColumns(titles, [], list);
  const isPlain = columns.path === 0 && columns.part < 0 && titles.length < 3;
  if (isPlain) return columns;
  throw new ManifestError(
    list,
    `the columns '${
      shorten(titles.join(" "))
    }' of its first line must be separated by commas or tabs`,
  );
}

interface TableOptions extends ListHeader {
  readonly list: string;
  /** Lines before the header. */
  readonly first: number;
  /** The columns, if the titles do not say which they are. */
  readonly columns?: ListColumns;
}

function parseTable(
  text: string,
  { titles, delimiter, list, first, ...guessed }: TableOptions,
): Pick<ParsedList, "rows" | "columns"> {
  const [, ...rows] = parseCsvRows(text, { path: list, delimiter });
  const columns = guessed.columns ?? chooseColumns(titles, rows, list);
  const options = { columns, titles, separator: delimiter, linesBefore: first };
  return { columns, rows: rows.map((row) => toListRow(row, options)) };
}

interface ListRowOptions {
  readonly columns: ListColumns;
  readonly titles: readonly string[];
  /** Between fields, for messages. */
  readonly separator: string;
  /** Lines before the table. */
  readonly linesBefore: number;
}

function toListRow(row: CsvRow, options: ListRowOptions): ListRow {
  const { columns, titles, separator, linesBefore } = options;
  return {
    line: row.line + linesBefore,
    text: row.fields.map((field) => field.text).join(separator),
    usual: readRow(row, columns, titles),
    otherReadings: () => [],
    isComment: isCommentRow(row),
  };
}

/** A path in quotes is never a comment, nor is the error of a formula. */
function isCommentRow({ fields: [field] }: CsvRow): boolean {
  if (field === undefined || field.isQuoted || isFormulaError(field.text)) return false;
  return isComment(field.text);
}

function readRow(
  { fields }: CsvRow,
  columns: ListColumns,
  titles: readonly string[],
): Reading {
  // Spreadsheets end lines with the separators of empty columns.
  const used = fields.findLastIndex(({ text }) => text !== "") + 1;
  const problem = used > titles.length
    ? `it has ${used} fields, but the first line names ${titles.length} columns: put a ` +
      "field that holds the separator into quotes"
    : undefined;
  return {
    path: fields[columns.path]?.text ?? "",
    label: fields[columns.label]?.text || null,
    part: columns.part < 0 ? undefined : fields[columns.part]?.text ?? "",
    problem,
  };
}
