import { decodeElements } from "../tensor_files/decode_elements.ts";
import { describeForeign } from "../tensor_files/describe_foreign.ts";
import { ELEMENT_BYTES } from "../tensor_files/element_type.ts";
import { type ByteRange, RandomAccessFile } from "../tensor_files/random_access_file.ts";
import type { TensorFile, TensorInfo } from "../tensor_files/tensor_file.ts";
import type { TensorValues } from "../tensor_files/tensor_values.ts";
import { collect, type Collected } from "./_collect.ts";
import { type Content, PickleSource } from "./_content.ts";
import { PickleBytes, type TensorRef } from "./_pickle_values.ts";
import { pytorchFormat } from "./pytorch_format.ts";
import { readArchive } from "./_read_archive.ts";
import { readLegacy } from "./_read_legacy.ts";
import { countElements, readElements } from "./_tensor_bytes.ts";
import { PyTorchError } from "./pytorch_error.ts";

/** Options of {@linkcode PyTorchReader.open}. */
export interface PyTorchOptions {
  /**
   * Name of the entry of the checkpoint that has the tensors, such as "model_ema".
   *
   * @default the only one, or the one with a usual name, such as "state_dict"
   */
  readonly entry?: string | undefined;
}

/**
 * An open file that `torch.save` wrote: `.pth`, `.pt`, `.pyth`, `.ckpt` or `.bin`, in today's format
 * or that of before PyTorch 1.6, or the pickle of a Caffe2 model. Its pickle is read at once, each
 * tensor when it is read.
 *
 * Nothing in the file is executed: only dictionaries, lists, numbers, texts and tensors are built;
 * anything else is left out by name. Memory and time are bounded by the size of the file. A
 * damaged file is refused as far as that can be seen: today's format has checksums, which are
 * checked.
 *
 * Holds an open file: dispose of the reader, best by `using`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { PyTorchReader } from "@actnetformer/deno/models/pytorch";
 *
 * const folder = new URL("../../tests/fixtures/pytorch/", import.meta.url);
 * using file = await PyTorchReader.open(new URL("protocol_2.pth", folder).pathname);
 * assert.deepEqual(file.tensors.get("weight")!.shape, [2, 3]);
 * assert.deepEqual(await file.read("weight"), Float32Array.of(0, 1, 2, 3, 4, 5));
 * ```
 */
export class PyTorchReader implements TensorFile {
  /** Path of the file. */
  readonly path: string;
  /** Type and shape of each tensor, in the file's order. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Texts and numbers beside the tensors; those of nested dictionaries with dots in between. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly #file: RandomAccessFile;
  readonly #content: Content;
  readonly #tensors: ReadonlyMap<string, TensorRef>;

  private constructor(file: RandomAccessFile, content: Content, collected: Collected) {
    this.path = file.path;
    this.tensors = new Map(
      collected.tensors.entries().map(([name, { dtype, shape }]) => [name, { dtype, shape }]),
    );
    this.metadata = collected.metadata;
    this.#file = file;
    this.#content = content;
    this.#tensors = collected.tensors;
  }

  /**
   * Opens a file and reads its pickle.
   *
   * @throws {PyTorchError} If there is no such file, it is damaged, or it holds no tensors that can
   * be read without Python.
   */
  static async open(path: string, { entry }: PyTorchOptions = {}): Promise<PyTorchReader> {
    const file = await RandomAccessFile.open(path, PyTorchError);
    try {
      const content = await readContent(file);
      const collected = collect(content.root, { entry, fail: (reason) => file.error(reason) });
      for (const [name, tensor] of collected.tensors) requirePossible(file, name, tensor);
      return new PyTorchReader(file, content, collected);
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Reads the values of one tensor. Several reads may run at once.
   *
   * @throws {PyTorchError} If there is no such tensor, it is damaged, or its type is one that is not
   * read.
   */
  async read(name: string): Promise<TensorValues> {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) throw this.#file.error(`it has no tensor '${name}'`);
    const { memory, dtype } = tensor;
    const range: ByteRange = memory instanceof PickleBytes
      ? memory.range
      : await this.#content.locate(memory);
    const values = decodeElements(dtype, readElements(this.#file, tensor, range));
    if (values !== undefined) return values;
    throw this.#file.error(`tensor '${name}' is ${dtype}, which is not read`);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}

async function readContent(file: RandomAccessFile): Promise<Content> {
  switch (pytorchFormat(file)) {
    case "archive":
      return await readArchive(file);
    case "legacy":
      return readLegacy(file);
    case "pickle":
      return readPickle(file);
    case undefined:
      throw file.error(describeForeign(file) ?? "it does not begin as PyTorch's files do");
  }
}

/** Reads a pickle alone, whose arrays are in itself, such as a Caffe2 model. */
function readPickle(file: RandomAccessFile): Content {
  const root = new PickleSource(file).readRange({ start: 0, length: file.size });
  return {
    root,
    // deno-lint-ignore require-await -- async, so that its errors are rejections
    async locate({ key }) {
      throw file.error(`it has no storage '${key}'`);
    },
  };
}

/** Requires that a tensor is not larger than the file, as one with strides of zero could be. */
function requirePossible(file: RandomAccessFile, name: string, tensor: TensorRef): void {
  const bytes = countElements(tensor) * ELEMENT_BYTES[tensor.dtype];
  if (bytes <= file.size) return;
  throw file.error(
    `tensor '${name}' of shape [${tensor.shape}] has ${bytes} bytes, more than the file. It repeats ` +
      "its values: save it after contiguous()",
  );
}
