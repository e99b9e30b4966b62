import { parseJsonText } from "../../runtime/text/parse_json_text.ts";
import { ManifestError } from "../manifest_error.ts";

/** A check of the value of a column in JSON. */
export type JsonCheck<Value> = (value: unknown) => value is Value;

/**
 * Reads a value that the program keeps as JSON in a database.
 *
 * @param what What the value is, and `file` where it is, for the message.
 * @throws {ManifestError} If it is something else.
 */
export function parseJsonColumn<Value>(
  text: string,
  check: JsonCheck<Value>,
  { file, what }: { readonly file: string; readonly what: string },
): Value {
  try {
    const value = parseJsonText(text);
    if (check(value)) return value;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw damaged(file, what, { cause });
  }
  throw damaged(file, what);
}

function damaged(file: string, what: string, options?: ErrorOptions): ManifestError {
  const problem = `it is damaged: ${what} in it is not what this program writes; make it again`;
  return new ManifestError(file, problem, options);
}

/** Whether a value is a list of texts. */
export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Whether a value is a text or null. */
export function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
