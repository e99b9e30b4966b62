import { dirname } from "node:path";
// @ts-types="@types/d3-dsv"
import { csvFormatRows } from "d3-dsv";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { writeText } from "../files/write_text.ts";
import type { Answer } from "./page/answer.ts";
import { parseAnswers } from "./parse_answers.ts";

/** Answers about videos by the whole paths of their files; null removes an answer. */
type Changes = ReadonlyMap<string, Answer | null>;

/**
 * A person's answers in a file, as {@linkcode parseAnswers} reads it. It is written as a whole for
 * each change, one after another, so that no answer is lost whenever the process ends.
 */
export class AnswersFile {
  readonly #path: string;
  #answers: ReadonlyMap<string, Answer>;
  #written: Promise<void> = Promise.resolve();

  private constructor(path: string, answers: ReadonlyMap<string, Answer>) {
    this.#path = path;
    this.#answers = answers;
  }

  /**
   * Opens a file of answers; it is made with the first one.
   *
   * @param classes Class names that answers may have.
   * @throws {Error} If the file is not a table of answers.
   */
  static async open(path: string, classes: readonly string[]): Promise<AnswersFile> {
    return new AnswersFile(path, await readAnswers(path, classes));
  }

  /** The answers by the whole paths of their videos. */
  get answers(): ReadonlyMap<string, Answer> {
    return this.#answers;
  }

  /**
   * Keeps and removes answers; returns when that is in the file.
   *
   * @throws {DiskFullError} If the disk is full; nothing has changed then.
   */
  async change(changes: Changes): Promise<void> {
    const change = this.#written.then(() => this.#write(changes));
    // What comes next is written even if this could not be.
    this.#written = change.catch(() => {});
    await change;
  }

  async #write(changes: Changes): Promise<void> {
    const answers = new Map(this.#answers);
    for (const [path, answer] of changes) {
      if (answer === null) answers.delete(path);
      else answers.set(path, answer);
    }
    const text = formatAnswers(answers);
    await writeText(this.#path, text);
    this.#answers = answers;
  }
}

function formatAnswers(answers: ReadonlyMap<string, Answer>): string {
  const rows = Array.from(answers, ([path, answer]) => [
    path,
    answer.kind === "class" ? answer.class : "",
    answer.kind,
  ]);
  return `${csvFormatRows([["path", "class", "answer"], ...rows])}\n`;
}

async function readAnswers(
  path: string,
  classes: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  const text = await readTextIfPresent(path);
  if (text === undefined) return new Map();
  return parseAnswers(text, { file: path, folder: dirname(path), classes });
}
