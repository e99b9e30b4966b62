import { getNodeValue, parseTree } from "jsonc-parser";
import type { CsvRow } from "./_parse_csv_rows.ts";
import { splitLines } from "./_read_text.ts";
import { ManifestError } from "../manifest_error.ts";

/** A list of JSON objects as a table. */
export interface JsonTable {
  /** The keys of the objects, but those of lists and objects. */
  readonly titles: readonly string[];
  readonly rows: readonly CsvRow[];
}

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
  const titles = [
    ...new Set(
      records.flatMap(({ values }) => Object.keys(values).filter((key) => isSimple(values[key]))),
    ),
  ];
  const rows = records.map(({ values, line }) => ({
    fields: titles.map((title) => ({ text: textOf(values[title]), isQuoted: true })),
    line,
  }));
  return { titles, rows };
}

/** Reads an object a line; null if the first line is none. */
function readLines(text: string, list: string): JsonRecord[] | null {
  const lines = splitLines(text).map((line, index) => ({ text: line.trim(), line: index + 1 }))
    .filter((line) => line.text !== "");
  const [first] = lines;
  if (first === undefined || !isObject(parseJson(first.text))) return null;
  return lines.map((line) => {
    const values = parseJson(line.text);
    if (isObject(values)) return { values, line: line.line };
    throw new ManifestError(
      list,
      `line ${line.line} must be a JSON object, as line ${first.line} is: it is '${line.text}'`,
    );
  });
}

/** Reads an array of objects; null if the text is not JSON. */
function readArray(text: string, list: string): JsonRecord[] | null {
  const whole = parseJson(text);
  if (whole === undefined) return null;
  const entries = parseTree(text)?.children ?? [];
  const records = entries.map((entry) => ({
    values: getNodeValue(entry) as unknown,
    line: splitLines(text.slice(0, entry.offset)).length,
  }));
  if (Array.isArray(whole) && whole.every(isObject)) return records as JsonRecord[];
  throw new ManifestError(
    list,
    "it is JSON, but not a list of objects such as " +
      '{"file_name": "a.mp4", "label": "run"}, one a line or in an array',
  );
}

/** Returns the value of a text in JSON; undefined if it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is one of a table, which lists and objects are not. */
function isSimple(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

function textOf(value: unknown): string {
  return value === undefined || value === null || !isSimple(value) ? "" : String(value);
}
