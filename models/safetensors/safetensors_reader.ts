import { ELEMENT_BYTES, type ElementType, type Header, type TensorEntry } from "./_header.ts";
import { readAt } from "./_read_at.ts";
import { readHeader } from "./_read_header.ts";
import { requireFile } from "./_require_file.ts";
import { SafetensorsError } from "./safetensors_error.ts";

/** Values of one tensor; half precision is widened to float32. */
export type TensorValues =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

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
export class SafetensorsReader implements Disposable {
  /** Path of the file. */
  readonly path: string;
  readonly #file: Deno.FsFile;
  readonly #header: Header;

  private constructor(path: string, file: Deno.FsFile, header: Header) {
    this.path = path;
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
    await requireFile(path);
    const file = await Deno.open(path);
    try {
      const { size } = await file.stat();
      return new SafetensorsReader(path, file, readHeader(path, file, size));
    } catch (error) {
      file.close();
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
    const values = valuesOf(entry.dtype, readAt(this.path, this.#file, entry).buffer);
    if (values !== undefined) return values;
    throw new SafetensorsError(this.path, `tensor '${name}' is ${entry.dtype}, which is not read`);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** Returns the values; undefined if they are of a type that no network here needs. */
function valuesOf(dtype: ElementType, buffer: ArrayBuffer): TensorValues | undefined {
  switch (dtype) {
    case "F64":
      return new Float64Array(buffer);
    case "F32":
      return new Float32Array(buffer);
    case "F16":
      return Float32Array.from(new Float16Array(buffer));
    case "BF16":
      return widenBfloat16(buffer);
    case "I64":
      return new BigInt64Array(buffer);
    case "I32":
      return new Int32Array(buffer);
    case "U8":
      return new Uint8Array(buffer);
    default:
      return undefined;
  }
}

/** Widens bfloat16 to float32, whose upper half it is. */
function widenBfloat16(buffer: ArrayBuffer): Float32Array<ArrayBuffer> {
  const halves = new Uint16Array(buffer);
  const bits = new Uint32Array(buffer.byteLength / ELEMENT_BYTES.BF16);
  for (let index = 0; index < bits.length; index++) bits[index] = halves[index]! << 16;
  return new Float32Array(bits.buffer);
}
