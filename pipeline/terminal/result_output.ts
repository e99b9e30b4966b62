import { printLine } from "./print_line.ts";

/**
 * Standard output for results that files keep too. What cannot be printed does not keep the files
 * from being written: it is reported afterwards.
 */
export class ResultOutput {
  #failure: unknown;

  /** Prints lines, or keeps why they cannot be printed. */
  print(text: string): void {
    try {
      printLine(text);
    } catch (error) {
      this.#failure ??= error;
    }
  }

  /**
   * Requires that all was printed. Call it when the files are written.
   *
   * @throws {Error} If something could not be printed.
   */
  requirePrinted(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
