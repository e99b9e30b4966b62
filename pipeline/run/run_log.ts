import { writeAllSync } from "../../datasets/write_all_sync.ts";
import { explainFullDisk } from "../files/explain_full_disk.ts";

/**
 * What a run's commands have shown, as a file: every permanent line, with the time. Lines are
 * appended, so that a resumed run has one log.
 */
export class RunLog implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #now: () => Date;
  readonly #encoder = new TextEncoder();

  /**
   * Opens the file to append to it.
   *
   * @param now Returns the time to write.
   */
  constructor(path: string, now: () => Date = () => new Date()) {
    this.#path = path;
    this.#file = Deno.openSync(path, { create: true, append: true });
    this.#now = now;
  }

  /**
   * Appends lines.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  write(text: string): void {
    const time = this.#now().toISOString();
    const lines = text.trimEnd().split("\n").map((line) => `${time}  ${line}`.trimEnd());
    try {
      writeAllSync(this.#file, this.#encoder.encode(`${lines.join("\n")}\n`));
    } catch (error) {
      throw explainFullDisk(this.#path, error);
    }
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}
