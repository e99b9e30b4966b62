import { writeAllSync } from "../../datasets/write_all_sync.ts";
import { explainFullDisk, RESUME_HINT } from "../files/explain_full_disk.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { writeText } from "../files/write_text.ts";
import { parseJson } from "./parse_json.ts";

/** One line of `metrics.jsonl`. */
export interface MetricsLine {
  /** What the line is about. */
  readonly kind: "step" | "validation" | "costs" | "evaluation";
  /** Steps done when it was written. */
  readonly step: number;
  /** Further numbers; anything JSON can hold. NaN and infinities are written as null. */
  readonly [name: string]: unknown;
}

/** How each line starts that a resumed run does not write again. */
const KEPT_LINE = /^\{"kind":"(?:step|validation|costs)",/;

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
   * again: lines of later steps, the evaluation at the end, and an unfinished last line.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  static async open(path: string, step: number): Promise<MetricsFile> {
    const before = await readTextIfPresent(path) ?? "";
    const lines = before.split("\n")
      .filter((line) => KEPT_LINE.test(line) && stepOf(line) <= step);
    const kept = lines.map((line) => `${line}\n`).join("");
    if (kept !== before) {
      await writeText(path, kept);
    }
    return new MetricsFile(path);
  }

  /**
   * Appends a line.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  append(line: MetricsLine): void {
    const { kind, step, ...numbers } = line;
    const bytes = this.#encoder.encode(`${JSON.stringify({ kind, step, ...numbers })}\n`);
    try {
      writeAllSync(this.#file, bytes);
    } catch (error) {
      throw explainFullDisk(this.#path, error, RESUME_HINT);
    }
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
 * Reads all finished lines of a metrics file; none if there is no file.
 *
 * @throws {RunFolderError} If a line is broken.
 */
export async function readMetrics(path: string): Promise<MetricsLine[]> {
  const lines = (await readTextIfPresent(path) ?? "").split("\n");
  return lines.filter((line) => stepOf(line) < Infinity).map((line) => parseJson(path, line))
    .map((line) => line as MetricsLine);
}

/** The step a line belongs to; Infinity for an unfinished line. */
function stepOf(line: string): number {
  const [, step] = /^\{"kind":"\w+","step":(\d+)(?:,.*)?\}$/.exec(line) ?? [];
  return step === undefined ? Infinity : Number(step);
}
