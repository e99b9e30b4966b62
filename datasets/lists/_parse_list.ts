import { chooseColumns, type ListColumns, type ListHeader, parseHeader } from "./_list_header.ts";
import { type Reading, readingsOf } from "./_list_line.ts";
import { type CsvRow, parseCsvRows } from "./_parse_csv_rows.ts";
import { splitLines } from "./_read_text.ts";
import { ManifestError } from "../manifest_error.ts";

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
}

/**
 * Parses a list of videos: lines "path label", or a table with a header. How a line is meant may
 * depend on which files there are, so each has several readings.
 *
 * @param list The list's path, for messages.
 * @throws {ManifestError} If quotes are wrong, or the columns are not clear.
 */
export function parseList(text: string, list: string): ParsedList {
  refuseJson(text, list);
  const lines = splitLines(text);
  const first = lines.findIndex((line) => line.trim() !== "" && !isComment(line));
  const header = parseHeader(lines[first] ?? "", list);
  if (header === null) return { rows: parseLines(lines, 0), columns: null };
  if (header.delimiter !== " ") {
    return parseTable(text.slice(offsetOf(text, first)), { ...header, list, first });
  }
  return { rows: parseLines(lines, first + 1), columns: columnsOfWords(header, list) };
}

/** @throws {ManifestError} If a text is JSON, as some tools write lists. */
function refuseJson(text: string, list: string): void {
  if (!/^\s*[[{]/.test(text)) return;
  try {
    JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return;
    throw error;
  }
  throw new ManifestError(
    list,
    "it must have a line 'path label' for each video, or be a table 'path,class': it is JSON",
  );
}

/** Returns where a line begins. */
function offsetOf(text: string, line: number): number {
  const linesAndEnds = text.split(/(\r\n|\n|\r)/);
  return linesAndEnds.slice(0, 2 * line).join("").length;
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}

function parseLines(lines: readonly string[], start: number): ListRow[] {
  return lines.slice(start).flatMap((text, index) => {
    const { value: usual } = readingsOf(text).next();
    if (usual === undefined) return [];
    return [{
      line: start + index + 1,
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
    `the columns '${titles.join(" ")}' of its first line must be separated by commas or tabs`,
  );
}

interface TableOptions extends ListHeader {
  readonly list: string;
  /** Lines before the header. */
  readonly first: number;
}

function parseTable(text: string, { titles, delimiter, list, first }: TableOptions): ParsedList {
  const [, ...rows] = parseCsvRows(text, { path: list, delimiter });
  const columns = chooseColumns(titles, rows, list);
  return {
    columns,
    rows: rows.map((row) => ({
      line: row.line + first,
      text: row.fields.map((field) => field.text).join(delimiter),
      usual: readRow(row, columns, titles),
      otherReadings: () => [],
      isComment: isCommentRow(row),
    })),
  };
}

/** A path in quotes is never a comment. */
function isCommentRow({ fields: [field] }: CsvRow): boolean {
  return field !== undefined && !field.isQuoted && isComment(field.text);
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
