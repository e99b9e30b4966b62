import { readAt } from "./read_at.ts";

/** Bytes that are read at a time. */
const CHUNK_BYTES = 2 ** 20;

/** Bytes of a line at most: those of this program have less than one thousand. */
const MAX_LINE_BYTES = 2 ** 18;

/** Bytes before the end of what was read that show whether the file is still the same. */
const KNOWN_BYTES = 256;

const NEWLINE = 0x0a;

/** What a {@linkcode MetricsTail} calls. */
export interface TailReader {
  /** Takes the next finished line, with its number from 1; not a blank one. */
  readonly onLine: (text: string, line: number) => void;
  /** Forgets all lines, as the file was written again: they come once more, from the first. */
  readonly onReset: () => void;
}

/**
 * Reads the lines that were appended to a file since it was last read, and only their bytes. Notices
 * if the file was replaced or cut, as a resumed run does.
 */
export class MetricsTail {
  readonly #path: string;
  readonly #reader: TailReader;
  /** Bytes of the lines that were read. */
  #offset = 0;
  #lines = 0;
  #file: Pick<Deno.FileInfo, "ino" | "dev"> | undefined;
  /** The last bytes before the offset. */
  #known = new Uint8Array();

  /** @param path The file; there may be none yet. */
  constructor(path: string, reader: TailReader) {
    this.#path = path;
    this.#reader = reader;
  }

  /**
   * Reads what is new. A last line without an end is left for the next time.
   *
   * @throws {RangeError} If a line is too long.
   */
  async update(): Promise<void> {
    using file = await openIfPresent(this.#path);
    if (file === undefined) {
      if (this.#offset > 0) this.#reset();
      return;
    }
    const info = await file.stat();
    if (!await this.#isSame(file, info)) this.#reset();
    this.#file = info;
    await this.#readLines(file);
  }

  async #isSame(file: Deno.FsFile, { ino, dev, size }: Deno.FileInfo): Promise<boolean> {
    if (this.#file === undefined) return true;
    if (ino !== this.#file.ino || dev !== this.#file.dev || size < this.#offset) return false;
    const length = this.#known.length;
    const bytes = await readAt(file, { offset: this.#offset - length, length });
    return bytes.every((byte, index) => byte === this.#known[index]);
  }

  #reset(): void {
    this.#offset = 0;
    this.#lines = 0;
    this.#file = undefined;
    this.#known = new Uint8Array();
    this.#reader.onReset();
  }

  async #readLines(file: Deno.FsFile): Promise<void> {
    for (;;) {
      const chunk = await readAt(file, { offset: this.#offset, length: CHUNK_BYTES });
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      this.#takeLines(chunk.subarray(0, end));
      if (chunk.length - end > MAX_LINE_BYTES) {
        throw new RangeError(
          `Cannot read line ${this.#lines + 1} of ${this.#path} as a line must have at most ` +
            `${MAX_LINE_BYTES} bytes: it has more`,
        );
      }
      if (chunk.length < CHUNK_BYTES) return;
    }
  }

  #takeLines(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes.length === 0) return;
    const texts = new TextDecoder().decode(bytes).split("\n");
    // The last one is what follows the last end of a line: nothing.
    texts.pop();
    for (const text of texts) {
      this.#lines++;
      if (text.trim() !== "") this.#reader.onLine(text, this.#lines);
    }
    this.#offset += bytes.length;
    this.#known = bytes.slice(-KNOWN_BYTES);
  }
}

async function openIfPresent(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
