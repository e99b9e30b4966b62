import { writeAllSync } from "../../datasets/write_all_sync.ts";
import { explainFullDisk, RESUME_HINT } from "../files/explain_full_disk.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { writeText } from "../files/write_text.ts";
import { METRICS_VERSION, type MetricsLine } from "./metrics_line.ts";
import { parseMetricsLine } from "./parse_metrics_line.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** What a resumed run does again after its last step. */
const REPEATED_KIND = "evaluation";

/**
 * A run's metrics on disk, one JSON object a line. Each line is handed to the operating system
 * before `append` returns, so a killed process loses none; it is on the disk itself after `sync`.
 * Resuming from a checkpoint keeps the lines up to its step: write all lines of a step before the
 * step's checkpoint.
 */
export class MetricsFile implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #encoder = new TextEncoder();

  private constructor(path: string) {
    this.#path = path;
    this.#file = Deno.openSync(path, { create: true, append: true });
  }

  /**
   * Opens the file to append to it. First removes what a run that resumes from `step` will write
   * again: lines of later steps, the evaluation at the end, and an unfinished last line. What follows
   * the lines up to its step was not synced, so a power cut may have damaged it.
   *
   * @throws {RunFolderError} If a line before is damaged.
   * @throws {DiskFullError} If the disk is full.
   */
  static async open(path: string, step: number): Promise<MetricsFile> {
    const before = await readTextIfPresent(path, { fatal: false }) ?? "";
    const lines = readLines(path, before);
    const last = lines.findLastIndex(({ value }) => isKept(value, step));
    const kept = lines.slice(0, last + 1)
      .filter((line) => isKept(requireWhole(line), step))
      .map(({ text }) => `${text}\n`).join("");
    if (kept !== before) {
      await writeText(path, kept);
    }
    return new MetricsFile(path);
  }

  /**
   * Appends a line.
   *
   * @returns Its text.
   * @throws {DiskFullError} If the disk is full.
   */
  append(line: MetricsLine): string {
    const { kind, step, ...numbers } = line;
    const text = JSON.stringify({ version: METRICS_VERSION, kind, step, ...numbers });
    const bytes = this.#encoder.encode(`${text}\n`);
    try {
      writeAllSync(this.#file, bytes);
    } catch (error) {
      throw explainFullDisk(this.#path, error, RESUME_HINT);
    }
    return text;
  }

  /**
   * Waits until all lines are on the disk. Call it before a checkpoint is written.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async sync(): Promise<void> {
    try {
      await this.#file.syncData();
    } catch (error) {
      throw explainFullDisk(this.#path, error, RESUME_HINT);
    }
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/**
 * Reads all finished lines of a metrics file; none if there is no file. The last line is unfinished
 * if the run was killed while it wrote it.
 *
 * @throws {RunFolderError} If another line is damaged; the message names it.
 */
export async function readMetrics(path: string): Promise<MetricsLine[]> {
  // A kill may have cut the last character.
  const text = await readTextIfPresent(path, { fatal: false });
  const lines = readLines(path, text ?? "");
  return lines.map(requireWhole);
}

/** A line that is not blank, and what it says or why it cannot be read. */
interface ReadLine {
  readonly text: string;
  readonly value: MetricsLine | RunFolderError;
}

/** Reads each line, but a last one that has no end and is not whole. */
function readLines(path: string, text: string): ReadLine[] {
  const texts = text.split("\n");
  const lines = texts.flatMap((text, index) => {
    if (text.trim() === "") return [];
    return [{ text, value: parseLine(text, { path, line: index + 1 }) }];
  });
  const isUnfinished = !text.endsWith("\n") && lines.at(-1)?.value instanceof RunFolderError;
  return isUnfinished ? lines.slice(0, -1) : lines;
}

function parseLine(
  text: string,
  where: { readonly path: string; readonly line: number },
): MetricsLine | RunFolderError {
  try {
    return parseMetricsLine(text, where);
  } catch (error) {
    if (error instanceof RunFolderError) return error;
    throw error;
  }
}

/** Whether a line is one that a run which resumes from a step does not write again. */
function isKept(value: ReadLine["value"], step: number): boolean {
  return !(value instanceof RunFolderError) && value.kind !== REPEATED_KIND && value.step <= step;
}

function requireWhole({ value }: ReadLine): MetricsLine {
  if (value instanceof RunFolderError) throw value;
  return value;
}
