import { decodeElements } from "../tensor_files/decode_elements.ts";
import { RandomAccessFile } from "../tensor_files/random_access_file.ts";
import type { TensorFile } from "../tensor_files/tensor_file.ts";
import type { TensorValues } from "../tensor_files/tensor_values.ts";
import type { Header, TensorEntry } from "./_header.ts";
import { readHeader } from "./_read_header.ts";
import { SafetensorsError } from "./safetensors_error.ts";

const MEBIBYTE = 2 ** 20;

/**
 * An open safetensors file. The header is read and checked at once, each tensor when it is read.
 *
 * Holds an open file: dispose of the reader, best by `using`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SafetensorsReader, writeSafetensors } from "@actnetformer/deno/models/safetensors";
 *
 * const path = await Deno.makeTempFile();
 * const read = () => Float32Array.of(1, 2);
 * await writeSafetensors(path, [{ name: "weight", dtype: "F32", shape: [2], read }]);
 * using file = await SafetensorsReader.open(path);
 * assert.deepEqual(file.tensors.get("weight")!.shape, [2]);
 * assert.deepEqual(await file.read("weight"), Float32Array.of(1, 2));
 * await Deno.remove(path);
 * ```
 */
export class SafetensorsReader implements TensorFile {
  /** Path of the file. */
  readonly path: string;
  readonly #file: RandomAccessFile;
  readonly #header: Header;

  private constructor(file: RandomAccessFile, header: Header) {
    this.path = file.path;
    this.#file = file;
    this.#header = header;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws {SafetensorsError} If there is no such file, or it breaks the format. A file of another
   * format, such as PyTorch's own, is named, and how to convert it.
   */
  static async open(path: string): Promise<SafetensorsReader> {
    const file = await RandomAccessFile.open(path, SafetensorsError);
    try {
      return new SafetensorsReader(file, readHeader(file));
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
  }

  /** Type, shape and position of each tensor, in the header's order. */
  get tensors(): ReadonlyMap<string, TensorEntry> {
    return this.#header.tensors;
  }

  /** Strings that the writer attached. */
  get metadata(): Readonly<Record<string, string>> {
    return this.#header.metadata;
  }

  /**
   * Reads the values of one tensor. Several reads may run at once.
   *
   * @throws {SafetensorsError} If there is no such tensor, or its type is one that is not read.
   */
  // deno-lint-ignore require-await -- async, so that its errors are rejections
  async read(name: string): Promise<TensorValues> {
    const entry = this.tensors.get(name);
    if (entry === undefined) throw new SafetensorsError(this.path, `it has no tensor '${name}'`);
    const values = decodeElements(entry.dtype, this.#file.read(entry).buffer);
    if (values !== undefined) return values;
    throw new SafetensorsError(this.path, `tensor '${name}' is ${entry.dtype}, which is not read`);
  }

  /**
   * Reads the file as it is, a part after the other: the file that was opened, also if it was removed
   * or replaced since.
   *
   * @param start First byte.
   * @param end Byte after the last one; the file's size if omitted.
   * @throws {SafetensorsError} If the file ends before.
   */
  *bytes(start = 0, end: number = this.#file.size): Generator<Uint8Array<ArrayBuffer>> {
    for (let position = start; position < end; position += MEBIBYTE) {
      yield this.#file.read({ start: position, length: Math.min(MEBIBYTE, end - position) });
    }
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}
