import { requireFile } from "./_require_file.ts";
import type { TensorFileError, TensorFileErrorClass } from "./tensor_file_error.ts";

/** A range of bytes of a file. */
export interface ByteRange {
  /** Position of the first. */
  readonly start: number;
  /** Number of bytes. */
  readonly length: number;
}

/** An open file, of which any bytes can be read. */
export class RandomAccessFile implements Disposable {
  /** Path of the file. */
  readonly path: string;
  /** Number of bytes. */
  readonly size: number;
  readonly #file: Deno.FsFile;
  readonly #ErrorClass: TensorFileErrorClass;

  private constructor(
    path: string,
    file: Deno.FsFile,
    options: { readonly size: number; readonly ErrorClass: TensorFileErrorClass },
  ) {
    this.path = path;
    this.size = options.size;
    this.#file = file;
    this.#ErrorClass = options.ErrorClass;
  }

  /**
   * Opens a regular file.
   *
   * @param ErrorClass Class of this file's errors.
   * @throws {TensorFileError} If there is none.
   */
  static async open(path: string, ErrorClass: TensorFileErrorClass): Promise<RandomAccessFile> {
    await requireFile(path, ErrorClass);
    const file = await Deno.open(path);
    try {
      const { size } = await file.stat();
      return new RandomAccessFile(path, file, { size, ErrorClass });
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Creates an error for this file. */
  error(reason: string, options?: ErrorOptions): TensorFileError {
    return new this.#ErrorClass(this.path, reason, options);
  }

  /**
   * Reads bytes. Seeks and reads without waiting in between: the file has one position for all of
   * its readers.
   *
   * @throws {TensorFileError} If the file ends before.
   */
  read({ start, length }: ByteRange): Uint8Array<ArrayBuffer> {
    if (start + length > this.size) {
      throw this.error(`it ends after ${this.size} of ${start + length} bytes. Get the whole file`);
    }
    const bytes = new Uint8Array(length);
    this.#file.seekSync(start, Deno.SeekMode.Start);
    let filled = 0;
    while (filled < length) {
      const count = this.#file.readSync(bytes.subarray(filled));
      if (count === null) throw this.error("it ended while being read");
      filled += count;
    }
    return bytes;
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}
