import { parseTree } from "jsonc-parser";
import type { CsvRow } from "./_parse_csv_rows.ts";
import { splitLines } from "./_read_text.ts";
import { ManifestError } from "../manifest_error.ts";
import { jsonProblem } from "../../runtime/text/json_problem.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { quotedList } from "../_words.ts";

/** A list of JSON objects as a table. */
export interface JsonTable {
  /** The keys of the objects, but those of lists and objects. */
  readonly titles: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Fields of a table, at most: the objects by their different keys. */
const FIELDS_LIMIT = 50_000_000;

/** An object with simple values, and the line on which it begins, from 1. */
interface JsonRecord {
  readonly values: Readonly<Record<string, unknown>>;
  readonly line: number;
}

/**
 * Parses a list of JSON objects: one a line, as Hugging Face writes `metadata.jsonl`, or an array of
 * them.
 *
 * @param list The list, for messages.
 * @returns Null if the text is not JSON.
 * @throws {ManifestError} If it is JSON, but not a list of objects.
 */
export function parseJsonTable(text: string, list: string): JsonTable | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const records = readLines(text, list) ?? readArray(text, list);
  if (records === null) return null;
  const titles = [...titlesOf(records)];
  if (titles.length * records.length > FIELDS_LIMIT) {
    throw new ManifestError(
      list,
      `its ${records.length} objects have ${titles.length} different keys, ${
        quotedList(titles)
      }: ` +
        "leave out those that do not say path, class or split",
    );
  }
  const rows = records.map(({ values, line }) => ({
    fields: titles.map((title) => ({ text: textOf(values, title), isQuoted: true })),
    line,
  }));
  return { titles, rows };
}

/** Returns the keys of simple values. */
function titlesOf(records: readonly JsonRecord[]): Set<string> {
  const titles = new Set<string>();
  for (const { values } of records) {
    for (const [key, value] of Object.entries(values)) if (isSimple(value)) titles.add(key);
  }
  return titles;
}

/** Reads an object a line; null if the first line is none. */
function readLines(text: string, list: string): JsonRecord[] | null {
  const lines = splitLines(text).map((line, index) => ({ text: line.trim(), line: index + 1 }))
    .filter((line) => line.text !== "");
  const [first] = lines;
  if (first === undefined || !isObject(parseJson(first.text, { list, line: first.line }))) {
    return null;
  }
  return lines.map((line) => {
    const values = parseJson(line.text, { list, line: line.line });
    if (isObject(values)) return { values, line: line.line };
    throw new ManifestError(
      list,
      `line ${line.line} must be a JSON object, as line ${first.line} is: it is '${
        shorten(line.text)
      }'`,
    );
  });
}

/** Reads an array of objects; null if the text is not JSON. */
function readArray(text: string, list: string): JsonRecord[] | null {
  const whole = parseJson(text, { list });
  if (whole === undefined) return null;
  const entries = parseTree(text)?.children ?? [];
  let line = 1;
  let end = 0;
  const lines = entries.map((entry) => {
    line += splitLines(text.slice(end, entry.offset)).length - 1;
    end = entry.offset;
    return line;
  });
  if (Array.isArray(whole) && whole.every(isObject)) {
    return whole.map((values, index) => ({ values, line: lines[index] ?? 1 }));
  }
  throw new ManifestError(
    list,
    "it is JSON, but not a list of objects such as " +
      '{"file_name": "a.mp4", "label": "run"}, one a line or in an array',
  );
}

/** Where a text in JSON is from, for messages. */
interface JsonSource {
  readonly list: string;
  /** The line that it is. */
  readonly line?: number | undefined;
}

/**
 * Returns the value of a text in JSON; undefined if it is not JSON.
 *
 * @throws {ManifestError} If an object has a key twice, or there are too many in one another.
 */
function parseJson(text: string, { list, line }: JsonSource): unknown {
  let value: unknown;
  try {
    value = LARGE_NUMBER.test(text) ? JSON.parse(text, keepLargeNumber) : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const problem = jsonProblem(text);
  if (problem === undefined) return value;
  throw new ManifestError(list, line === undefined ? problem : `line ${line}: ${problem}`);
}

/** A number may be too large to be exact. */
const LARGE_NUMBER = /\d{16}|\d[eE]/;

/** Keeps a number as it is written that would become another one, as two labels would one. */
function keepLargeNumber(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  const isOther = typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return isOther ? context?.source ?? value : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is one of a table, which lists and objects are not. */
function isSimple(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

function textOf(values: JsonRecord["values"], title: string): string {
  const value = Object.hasOwn(values, title) ? values[title] : undefined;
  return value === undefined || value === null || !isSimple(value) ? "" : String(value);
}
