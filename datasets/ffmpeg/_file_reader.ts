/** Bytes that are read at once, so that many small parts in a row cost few reads. */
const BLOCK_BYTES = 16384;

/** Reads short parts of a file. Owns the file until it is disposed. */
export class FileReader implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #fileBytes: number;
  #block = new Uint8Array(0);
  #blockStart = 0;

  private constructor(file: Deno.FsFile, fileBytes: number) {
    this.#file = file;
    this.#fileBytes = fileBytes;
  }

  /** Opens a file. */
  static async open(path: string): Promise<FileReader> {
    const file = await Deno.open(path, { read: true });
    try {
      return new FileReader(file, (await file.stat()).size);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /**
   * Returns bytes from a position on; fewer than wanted at the file's end, and none behind it: what a
   * damaged file says of a position may be more than the system takes.
   */
  async read(position: number, length: number): Promise<Uint8Array> {
    if (position >= this.#fileBytes) return new Uint8Array(0);
    const offset = position - this.#blockStart;
    if (offset >= 0 && offset + length <= this.#block.byteLength) {
      return this.#block.subarray(offset, offset + length);
    }
    const wanted = Math.max(length, BLOCK_BYTES);
    await this.#file.seek(position, Deno.SeekMode.Start);
    const block = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const count = await this.#file.read(block.subarray(filled));
      if (count === null) break;
      filled += count;
    }
    this.#block = block.subarray(0, filled);
    this.#blockStart = position;
    return this.#block.subarray(0, length);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}
