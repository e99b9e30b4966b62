import { dirname } from "node:path";
import { writeAll } from "../../runtime/files/write_all.ts";
import { syncFolder, writeDurably } from "../../runtime/files/write_durably.ts";
import { ELEMENT_BYTES } from "../tensor_files/element_type.ts";
import type { TensorValues } from "../tensor_files/tensor_values.ts";
import { HEADER_LIMIT, LENGTH_BYTES } from "./_header.ts";

/** Element types that {@linkcode writeSafetensors} writes. */
export type WrittenType = "F32" | "I64" | "I32" | "U8";

/** One tensor of a file to write. */
export interface TensorToWrite {
  /** Its name in the file. */
  readonly name: string;
  /** Type of its elements. */
  readonly dtype: WrittenType;
  /** Its extents; empty for a scalar. */
  readonly shape: readonly number[];
  /**
   * Returns its values. Called only when the tensor is written, so that one is in memory at a time.
   */
  readonly read: () => TensorValues | Promise<TensorValues>;
}

/**
 * Writes a safetensors file so that `path` holds either its old content or the whole new file:
 * writes and syncs a temporary file beside it, then renames that.
 *
 * @param metadata Strings to keep in the header.
 * @throws {TypeError} If two tensors have one name, or values do not fit their type and shape.
 * @throws {RangeError} If the header would be longer than the format allows.
 * @throws {Error} If the disk fails; `path` is then unchanged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SafetensorsReader, writeSafetensors } from "@actnetformer/deno/models/safetensors";
 *
 * const path = await Deno.makeTempFile();
 * const read = () => Int32Array.of(7);
 * const step = { name: "step", dtype: "I32", shape: [], read } as const;
 * await writeSafetensors(path, [step], { run: "first" });
 * using file = await SafetensorsReader.open(path);
 * assert.equal(file.metadata.run, "first");
 * await Deno.remove(path);
 * ```
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  // Wide elements first, so that every tensor starts at a multiple of its element's size.
  const ordered = [...tensors].sort((a, b) => ELEMENT_BYTES[b.dtype] - ELEMENT_BYTES[a.dtype]);
  const header = headerOf(ordered, metadata);
  await writeDurably(path, async (temporaryPath) => {
    using file = await Deno.open(temporaryPath, { write: true });
    await writeAll(file, header);
    for (const tensor of ordered) await writeAll(file, checkedBytes(tensor, await tensor.read()));
  });
  await syncFolder(dirname(path));
}

function headerOf(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const entries = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) entries.set("__metadata__", metadata);
  let offset = 0;
  for (const tensor of tensors) {
    if (entries.has(tensor.name) || tensor.name === "__metadata__") {
      throw new TypeError(`Cannot write tensor '${tensor.name}' as its name is taken`);
    }
    const end = offset + byteLength(tensor);
    entries.set(tensor.name, {
      dtype: tensor.dtype,
      shape: tensor.shape,
      data_offsets: [offset, end],
    });
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Padded with spaces, as the format allows, so that the data starts at a multiple of 8.
  const length = Math.ceil(json.length / 8) * 8;
  if (length > HEADER_LIMIT) {
    throw new RangeError(
      `Cannot write safetensors as the header must have at most ${HEADER_LIMIT} bytes: it has ${length}`,
    );
  }
  const header = new Uint8Array(LENGTH_BYTES + length).fill(0x20, LENGTH_BYTES);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, LENGTH_BYTES);
  return header;
}

function byteLength({ dtype, shape }: TensorToWrite): number {
  return shape.reduce((product, extent) => product * extent, ELEMENT_BYTES[dtype]);
}

const ARRAY_TYPES = {
  F32: Float32Array,
  I64: BigInt64Array,
  I32: Int32Array,
  U8: Uint8Array,
} as const;

function checkedBytes(tensor: TensorToWrite, values: TensorValues): Uint8Array {
  const { name, dtype } = tensor;
  const expected = byteLength(tensor);
  if (!(values instanceof ARRAY_TYPES[dtype]) || values.byteLength !== expected) {
    throw new TypeError(
      `Cannot write tensor '${name}' as its values must be ${
        ARRAY_TYPES[dtype].name
      } of ${expected} bytes: ` +
        `they are ${values.constructor.name} of ${values.byteLength}`,
    );
  }
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
