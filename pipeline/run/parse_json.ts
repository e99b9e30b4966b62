import * as v from "valibot";
import { parseJsonText } from "../../runtime/text/parse_json_text.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Characters of a value that a message shows. */
const SHOWN_CHARACTERS = 60;

/** Options of {@linkcode parseJson}. */
export interface ParseJsonOptions<Schema> {
  /** The file, for the message. */
  readonly path: string;
  /** What the value must be. */
  readonly schema: Schema;
  /** The line of the text, if the file has a value a line. */
  readonly line?: number | undefined;
  /** What to do about a broken value, as a sentence without its end. */
  readonly remedy?: string | undefined;
}

/**
 * Parses the text of a file that this program has written, and checks that it is what was written.
 *
 * @throws {RunFolderError} If it is not.
 */
export function parseJson<const Schema extends v.GenericSchema>(
  text: string,
  options: ParseJsonOptions<Schema>,
): v.InferOutput<Schema> {
  const result = v.safeParse(options.schema, jsonOf(text, options));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = shorten(v.getDotPath(issue) ?? "it", SHOWN_CHARACTERS);
  throw damage(`${where} ${describeMisfit(issue)}`, options);
}

function jsonOf(text: string, options: ParseJsonOptions<unknown>): unknown {
  try {
    return parseJsonText(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    // The line that it names is one of the text, not of the file.
    const reason = cause.message.replace(/ \(line \d+ column \d+\)$/, "");
    const problem = `it must be JSON, as this program wrote it: ${reason}`;
    throw damage(problem, options, { cause });
  }
}

function damage(
  problem: string,
  { path, line, remedy }: ParseJsonOptions<unknown>,
  options?: ErrorOptions,
): RunFolderError {
  const where = line === undefined ? path : `line ${line} of ${path}`;
  const advice = remedy === undefined ? "" : `. ${remedy}`;
  return new RunFolderError(`Cannot read ${where} as ${problem}${advice}`, options);
}

/** Says what a value must be, and what it is. */
function describeMisfit({ kind, type, expected, message, input }: v.BaseIssue<unknown>): string {
  if (input === undefined) return "must be there: it is missing";
  const isOwnMessage = kind === "validation" || type === "check" || expected === null;
  const must = isOwnMessage ? message : `must be ${NOUNS.get(expected) ?? expected}`;
  return `${must}: current value is ${describeValue(input)}`;
}

/** Names of types for people, by those of the schema. */
const NOUNS: ReadonlyMap<string, string> = new Map([
  ["string", "text"],
  ["number", "a number"],
  ["boolean", "true or false"],
  ["Array", "a list"],
  ["Object", "an object"],
]);

/** Writes a value so that it fits into a message. */
function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string"
    ? JSON.stringify(shorten(value, SHOWN_CHARACTERS))
    : String(value);
}
