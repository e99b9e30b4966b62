import type { ListedFile } from "../lists/_listed_files.ts";
import { describeLine } from "./_describe_line.ts";
import { ManifestError } from "../manifest_error.ts";

/** The classes by number, as the videos of a list show them one by one. */
export class NumberedClasses {
  readonly #videosByNumber = new Map<number, { video: ListedFile; className: string }>();
  readonly #videosByClass = new Map<string, ListedFile>();

  /** Returns the class of a number that has been added; undefined if it has not been. */
  get(number: number): string | undefined {
    return this.#videosByNumber.get(number)?.className;
  }

  /**
   * Adds the class that a video with a number has.
   *
   * @throws {ManifestError} If the number has another class already, or the class another number.
   */
  add(video: ListedFile, className: string): void {
    const number = Number(video.className);
    const known = this.#videosByNumber.get(number) ?? { video, className };
    if (known.className !== className) {
      throw new ManifestError(
        video.list,
        `${
          describeLine(video)
        }, whose class is '${className}', but line ${known.video.line} gives ` +
          `that number to '${known.video.id}', whose class is '${known.className}'`,
      );
    }
    const sameClass = this.#videosByClass.get(className) ?? video;
    if (Number(sameClass.className) !== number) {
      throw new ManifestError(
        video.list,
        `${
          describeLine(video)
        }, but line ${sameClass.line} gives '${sameClass.id}' of the same class ` +
          `'${className}' the label '${sameClass.className}'`,
      );
    }
    this.#videosByNumber.set(number, known);
    this.#videosByClass.set(className, sameClass);
  }
}
