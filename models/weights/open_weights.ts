import { SafetensorsReader, type TensorFile } from "../safetensors/mod.ts";

/**
 * Opens a weight file of any format that is read here, told by its content. Nothing in the file is
 * executed. Dispose of it, best by `using`.
 *
 * @param path A file, the index of a file in several shards, one of its shards, or a folder with
 * one of these, such as Hugging Face's.
 * @throws {TensorFileError} If there is no such file, it is damaged, or its format is not read: the
 * message says what it is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openWeights, writeSafetensors } from "@actnetformer/deno/models";
 *
 * const path = await Deno.makeTempFile();
 * const read = () => Float32Array.of(1, 2);
 * await writeSafetensors(path, [{ name: "weight", dtype: "F32", shape: [2], read }]);
 * using file = await openWeights(path);
 * assert.deepEqual(file.tensors.get("weight")!.shape, [2]);
 * await Deno.remove(path);
 * ```
 */
export async function openWeights(path: string): Promise<TensorFile> {
  return await SafetensorsReader.open(path);
}
