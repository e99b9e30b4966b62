import { tf, uploadFloat32 } from "../runtime/mod.ts";
import type { Parameters } from "./model.ts";
import { type FloatValues, fromOfficial } from "./official_layout.ts";
import type { ParameterSpec } from "./parameter_spec.ts";
import { resizeEmbedding } from "./resize_embedding.ts";
import type { SafetensorsReader, TensorEntry } from "./safetensors/mod.ts";

/**
 * Reads the tensors of `specs` into the device's layouts; embeddings for other clips are resized. The
 * tensors are the caller's to dispose; none is left when a read fails.
 *
 * @param file Its tensors have the types of the specs, and their shapes except for rows of embeddings.
 * @param prefix What is before each name in the file.
 * @throws {SafetensorsError} If a tensor is missing.
 *
 * @example
 * ```ts
 * import * as models from "@actnetformer/deno/models";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = models.createModel({ ...models.NAMED_CONFIGS.slow_r18, width: 4 });
 * const path = await Deno.makeTempFile({ suffix: ".safetensors" });
 * await models.saveWeights(path, model, model.initialize(1));
 * using file = await models.SafetensorsReader.open(path);
 * const statistics = await models.readTensors(file, model.statistics);
 * await Deno.remove(path);
 * ```
 */
export async function readTensors(
  file: SafetensorsReader,
  specs: readonly ParameterSpec[],
  prefix = "",
): Promise<Parameters> {
  const tensors: Record<string, tf.Tensor> = {};
  try {
    for (const spec of specs) {
      const name = prefix + spec.name;
      const read = await file.read(name) as FloatValues;
      const values = withRows(spec, file.tensors.get(name)!, read);
      tensors[spec.name] = uploadFloat32(fromOfficial(spec, values), spec.shape);
    }
    return tensors;
  } catch (error) {
    tf.dispose(tensors);
    throw error;
  }
}

/** The values of an embedding with as many rows as its spec says; those of any other tensor. */
function withRows(
  spec: ParameterSpec,
  { shape }: TensorEntry,
  values: FloatValues,
): FloatValues {
  if (spec.rows === undefined || shape[1] === spec.shape[1]) return values;
  return resizeEmbedding(values, { rows: spec.rows, from: shape[1]!, to: spec.shape[1]! });
}
