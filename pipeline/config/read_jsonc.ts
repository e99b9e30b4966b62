import { basename, resolve } from "node:path";
import { parse, type ParseError, printParseErrorCode, stripComments } from "jsonc-parser";
import { jsonProblem } from "../../runtime/text/json_problem.ts";
import { didYouMean } from "../../datasets/did_you_mean.ts";
import { readBounded } from "../../datasets/read_bounded.ts";
import { ConfigError } from "./config_error.ts";

/** Options of {@linkcode readJsonc}. */
export interface ReadJsoncOptions {
  /** What the file is, for messages: `the config mine.json`. */
  readonly source: string;
  /** What the named files that come with the program are, for messages: `preset`. */
  readonly kind: string;
  /** Returns their names. */
  readonly names: () => readonly string[];
}

/**
 * Reads a JSON file that may have comments and trailing commas.
 *
 * @throws {ConfigError} If there is no such file, or it is not JSON: the message names line and
 * column.
 */
export async function readJsonc(path: string, options: ReadJsoncOptions): Promise<unknown> {
  const text = await readText(path, options);
  requirePlain(text, options);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error === undefined) return value;
  const { line, column } = positionOf(text, error.offset);
  const message = `must be JSON: line ${line}, column ${column}: ${describe(error)}`;
  throw new ConfigError(options.source, [{ path: "", message }]);
}

/**
 * Requires what the parser does not: that no object has a key twice, and that objects are not nested
 * without end, for which it would call itself.
 */
function requirePlain(text: string, { source }: ReadJsoncOptions): void {
  const problem = jsonProblem(stripComments(text), RESERVED_KEY);
  if (problem === undefined) return;
  throw new ConfigError(source, [{ path: "", message: `must be JSON: ${problem}` }]);
}

/** The parser would take its value for what the object inherits, so that fields counted unseen. */
const RESERVED_KEY = "__proto__";

async function readText(path: string, options: ReadJsoncOptions): Promise<string> {
  const bytes = await readBytes(path, options);
  try {
    // It drops the byte order mark that some editors write.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const message = "must be JSON text in UTF-8: it is in another encoding, or not text; " +
      "save it as UTF-8";
    throw new ConfigError(options.source, [{ path: "", message }], { cause });
  }
}

async function readBytes(
  path: string,
  { source, kind, names }: ReadJsoncOptions,
): Promise<Uint8Array> {
  try {
    return await readBounded(path);
  } catch (cause) {
    const found = describeMissing(cause, { kind, path: resolve(path) });
    if (found === undefined) throw cause;
    const meant = didYouMean(basename(path), names()) || ".";
    const message = `must be the name of a ${kind} or the path of a JSON file: ${found}${meant} ` +
      `All ${kind}s: deno task help ${kind}s`;
    throw new ConfigError(source, [{ path: "", message }], { cause });
  }
}

/** Describes what is at a path that is not a file; undefined for every other error. */
function describeMissing(
  error: unknown,
  { kind, path }: { readonly kind: string; readonly path: string },
): string | undefined {
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENAMETOOLONG") return "no file can have so long a name";
  if (code === "ELOOP") return "its symbolic links lead in a circle";
  const isMissing = error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory;
  return isMissing ? `there is no ${kind} of that name, and no file ${path}` : undefined;
}

/** Line and column of a character, both counted from 1. */
function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** The parser's name of an error in words: `CommaExpected` as "comma expected". */
function describe({ error }: ParseError): string {
  const words = printParseErrorCode(error).match(/[A-Z][a-z]+/g) ?? [];
  return words.join(" ").toLowerCase();
}
