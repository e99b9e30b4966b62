import { parse, type ParseError, printParseErrorCode } from "jsonc-parser";
import { ConfigError } from "./config_error.ts";

/** Options of {@linkcode readJsonc}. */
export interface ReadJsoncOptions {
  /** What the file is, for messages: `the config mine.json`. */
  readonly source: string;
  /** What the named files that come with the program are, for messages: `preset`. */
  readonly kind: string;
  /** Their folder. */
  readonly folder: string;
}

/**
 * Reads a JSON file that may have comments and trailing commas.
 *
 * @throws {ConfigError} If there is no such file, or it is not JSON: the message names line and
 * column.
 */
export async function readJsonc(path: string, options: ReadJsoncOptions): Promise<unknown> {
  const text = await readText(path, options);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error === undefined) return value;
  const { line, column } = positionOf(text, error.offset);
  const message = `must be JSON: line ${line}, column ${column}: ${describe(error)}`;
  throw new ConfigError(options.source, [{ path: "", message }]);
}

async function readText(path: string, { source, kind, folder }: ReadJsoncOptions): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    const isFolder = cause instanceof Deno.errors.IsADirectory;
    if (!isFolder && !(cause instanceof Deno.errors.NotFound)) throw cause;
    const found = isFolder ? "it is a folder" : `there is no file or ${kind} of that name`;
    const message =
      `must be the path of a JSON file or the name of a ${kind}: ${found}; the ${kind}s ` +
      `are in ${folder}`;
    throw new ConfigError(source, [{ path: "", message }], { cause });
  }
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
