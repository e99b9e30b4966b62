import { writeAllSync } from "../../datasets/write_all_sync.ts";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { describeError } from "../terminal/describe_error.ts";

/** Options of {@linkcode RunLog}. */
export interface RunLogOptions {
  /** Called once, with why lines are missing from the file. */
  readonly onProblem: (line: string) => void;
  /**
   * Returns the time to write.
   *
   * @default the system's
   */
  readonly now?: (() => Date) | undefined;
}

/**
 * What a run's commands have shown, as a file: every permanent line, with the time. Lines are
 * appended, so that a resumed run has one log. Lines that cannot be written are reported once and
 * left out: no result depends on them, so they end no run.
 */
export class RunLog implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #now: () => Date;
  readonly #onProblem: (line: string) => void;
  readonly #encoder = new TextEncoder();
  #isReported = false;

  /**
   * Opens the file to append to it.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  constructor(path: string, { onProblem, now = () => new Date() }: RunLogOptions) {
    this.#path = path;
    this.#onProblem = onProblem;
    this.#now = now;
    try {
      this.#file = Deno.openSync(path, { create: true, append: true });
    } catch (error) {
      throw explainFullDisk(path, error);
    }
  }

  /** Appends lines. */
  write(text: string): void {
    const time = this.#now().toISOString();
    const lines = text.trimEnd().split("\n").map((line) => `${time}  ${line}`.trimEnd());
    try {
      writeAllSync(this.#file, this.#encoder.encode(`${lines.join("\n")}\n`));
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    if (this.#isReported) return;
    this.#isReported = true;
    const problem = describeError(explainFullDisk(this.#path, error));
    this.#onProblem(`${problem}. Lines of the log are missing`);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}
