import { dirname } from "node:path";
import { TemporaryFile } from "../../runtime/files/temporary_file.ts";
import { describeError } from "../terminal/describe_error.ts";

/** Options of {@linkcode LiveFile}. */
export interface LiveFileOptions {
  /** Shows the user a line. */
  readonly notify: (line: string) => void;
}

/**
 * A file that shows others what a training is doing, replaced whole each time. It may lag behind and
 * may be lost: what goes wrong with it is shown once, and ends nothing.
 */
export class LiveFile {
  readonly #path: string;
  readonly #notify: (line: string) => void;
  #hasFailed = false;

  /** Names the file; its folder is made when it is first written. */
  constructor(path: string, { notify }: LiveFileOptions) {
    this.#path = path;
    this.#notify = notify;
  }

  /** Replaces the file by what a function returns; waits until it is there. */
  async write(content: () => unknown): Promise<void> {
    try {
      await replaceFile(this.#path, JSON.stringify(await content()));
    } catch (error) {
      if (!this.#hasFailed) {
        this.#notify(
          `note: ${this.#path} is out of date, the training is not: ${describeError(error)}`,
        );
      }
      this.#hasFailed = true;
    }
  }
}

/** Replaces a file at once. It is not synced: after a power cut nobody looks at it. */
async function replaceFile(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  using temporary = TemporaryFile.beside(path);
  try {
    await Deno.writeTextFile(temporary.path, text);
    await Deno.rename(temporary.path, path);
  } catch (error) {
    await temporary.remove();
    throw temporary.named(error);
  }
}

/** Makes a folder, but not those above it: the run's own may have been moved or removed. */
async function makeFolder(path: string): Promise<void> {
  try {
    await Deno.mkdir(path);
  } catch (error) {
    const isThere = error instanceof Deno.errors.AlreadyExists && Deno.statSync(path).isDirectory;
    if (!isThere) throw error;
  }
}
