/**
 * Declares what is used of csv-parse. Its own declarations refer to the types of Node.js, of which
 * an old version is among the packages; it would hide Deno's types of `node:` modules.
 *
 * @module
 */

/** An error in the parsed text. */
export declare class CsvError extends Error {
  readonly code: string;
  /** The line, from 1. */
  readonly lines: number;
}

/** What to parse and what to return. */
export interface ParseOptions<Field> {
  readonly delimiter: string;
  readonly record_delimiter: readonly string[];
  readonly trim: boolean;
  readonly relax_quotes: boolean;
  readonly relax_column_count: boolean;
  readonly skip_empty_lines: boolean;
  readonly info: true;
  readonly cast: (value: string, context: { readonly quoting: boolean }) => Field;
}

/** A row with the number of lines up to its end. */
export interface ParsedRecord<Field> {
  readonly record: readonly Field[];
  readonly info: { readonly lines: number };
}

/** Parses a text into rows. */
export declare function parse<Field>(
  text: string,
  options: ParseOptions<Field>,
): ParsedRecord<Field>[];
