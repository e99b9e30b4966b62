import { resolve } from "node:path";
// @ts-types="@types/d3-dsv"
import { dsvFormat } from "d3-dsv";
import { didYouMean } from "../../datasets/did_you_mean.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import type { Answer } from "./page/answer.ts";

/** Options of {@linkcode parseAnswers}. */
export interface ParseAnswersOptions {
  /** The file of the text, for messages. */
  readonly file: string;
  /** The folder that paths are relative to. */
  readonly folder: string;
  /** Class names that answers may have. */
  readonly classes: readonly string[];
}

/** What may separate the columns. */
const DELIMITERS = [",", ";", "\t"] as const;

/**
 * Parses a table of answers, as a spreadsheet writes it: separated by commas, semicolons or tabs,
 * with titles in the first line. The columns are `path`, `class`, and `answer` (`class`, `none` or
 * `skip`), which may be missing; others are ignored. A row without a class and answer says nothing.
 *
 * @returns The answers by the whole path of their video.
 * @throws {Error} If a line cannot be understood; the message names it.
 */
export function parseAnswers(text: string, options: ParseAnswersOptions): Map<string, Answer> {
  const { file, folder } = options;
  const [titles = [], ...rows] = splitTable(text.replace(/^\ufeff/, ""));
  const columns = titles.map((title) => title.trim().toLowerCase());
  if (!columns.includes("path") || !columns.includes("class")) {
    throw new Error(
      `Cannot read labels from ${file} as its first line must name the columns 'path' and ` +
        `'class': current value is ${JSON.stringify(shorten(titles.join(" | ")))}`,
    );
  }
  const classes = new Map(options.classes.map((name) => [name.normalize("NFC"), name]));
  const answers = new Map<string, Answer>();
  for (const [index, row] of rows.entries()) {
    const fieldOf = (column: string) => row[columns.indexOf(column)]?.trim() ?? "";
    const where = `${file}, line ${index + 2}`;
    const fields = { className: fieldOf("class"), kind: fieldOf("answer") };
    const answer = readAnswer(fields, { where, classes });
    if (answer === undefined) continue;
    const path = resolve(folder, fieldOf("path"));
    if (answers.has(path)) {
      throw new Error(
        `Cannot read ${where} as each video must be named once: ${shorten(path)} is again`,
      );
    }
    answers.set(path, answer);
  }
  return answers;
}

function splitTable(text: string): string[][] {
  const [titles = ""] = text.split("\n", 1);
  const delimiter = DELIMITERS.find((sign) => titles.includes(sign)) ?? ",";
  return dsvFormat(delimiter).parseRows(text);
}

/** Returns undefined if a row says nothing. */
function readAnswer(
  { className, kind }: { readonly className: string; readonly kind: string },
  { where, classes }: { readonly where: string; readonly classes: ReadonlyMap<string, string> },
): Answer | undefined {
  if (className === "" && (kind === "none" || kind === "skip")) return { kind };
  if (className === "" && kind === "") return undefined;
  if (kind !== "" && kind !== "class") {
    throw new Error(
      `Cannot read ${where} as its answer must be class, none or skip, the last two without a ` +
        `class: current value is ${shorten(kind)} with class '${shorten(className)}'`,
    );
  }
  const known = classes.get(className.normalize("NFC"));
  if (known !== undefined) return { kind: "class", class: known };
  throw new Error(
    `Cannot read ${where} as its class must be one of the run's: current value is ` +
      `'${shorten(className)}'` + didYouMean(className, classes.values()),
  );
}
