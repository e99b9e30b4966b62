import { pytorchFormat } from "../pytorch/pytorch_format.ts";
import { isSafetensors } from "../safetensors/is_safetensors.ts";
import { SafetensorsReader } from "../safetensors/safetensors_reader.ts";
import { describeForeign } from "../tensor_files/describe_foreign.ts";
import { RandomAccessFile } from "../tensor_files/random_access_file.ts";
import type { TensorFile } from "../tensor_files/tensor_file.ts";
import { TensorFileError } from "../tensor_files/tensor_file_error.ts";
import { findWeightFile, isIndex } from "./_find_weight_file.ts";
import { ShardedFile } from "./_sharded_file.ts";

/** Options of {@linkcode openWeights}. */
export interface OpenWeightsOptions {
  /**
   * Name of the entry of a PyTorch checkpoint that has the tensors, such as "model_ema".
   *
   * @default the only one, or the one with a usual name, such as "state_dict"
   */
  readonly entry?: string | undefined;
}

/**
 * Opens a weight file of any format that is read here, recognized by its content: safetensors, and what
 * `torch.save` writes. Nothing in the file is executed. Dispose of it, best by `using`.
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
export async function openWeights(
  path: string,
  options: OpenWeightsOptions = {},
): Promise<TensorFile> {
  const found = await findWeightFile(path);
  if (isIndex(found)) {
    return await ShardedFile.open(found, (shard) => openSingle(shard, options));
  }
  return await openSingle(found, options);
}

async function openSingle(path: string, options: OpenWeightsOptions): Promise<TensorFile> {
  switch (await formatOf(path)) {
    case "safetensors":
      return await SafetensorsReader.open(path);
    case "PyTorch": {
      // Loaded only for such files.
      const { PyTorchReader } = await import("../pytorch/pytorch_reader.ts");
      return await PyTorchReader.open(path, options);
    }
  }
}

async function formatOf(path: string): Promise<"safetensors" | "PyTorch"> {
  using file = await RandomAccessFile.open(path, TensorFileError);
  if (isSafetensors(file)) return "safetensors";
  if (pytorchFormat(file) !== undefined) return "PyTorch";
  const foreign = describeForeign(file);
  // The reader of safetensors says what is wrong with a file that ends in its header.
  if (foreign === undefined) return "safetensors";
  throw file.error(foreign);
}
