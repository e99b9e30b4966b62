import { tf, uploadFloat32 } from "../../runtime/mod.ts";
import type { Parameters } from "../networks/model.ts";
import { type FloatValues, fromOfficial, officialShape } from "./official_layout.ts";
import type { ParameterSpec } from "../networks/parameter_spec.ts";
import { isResizable, resizeEmbedding } from "./resize_embedding.ts";
import type { TensorFile, TensorInfo, TensorValues } from "../safetensors/mod.ts";
import { inflate, isInflatable } from "./_inflate.ts";

/** Tensors that are read one at a time, such as those of a {@linkcode TensorFile}. */
export type TensorSource = Pick<TensorFile, "tensors" | "read">;

/**
 * Reads the tensors of `specs` and converts them to the device's layouts; embeddings for clips of
 * another size are resized, and kernels for images get the extent over time. The tensors are the caller's to dispose. If a read fails, none is left.
 *
 * @param file Its tensors must be in floating point and have the shapes of the specs, except for the
 * rows of embeddings and the frames of kernels. Float64 is rounded to float32.
 * @param prefix What the file has before each name.
 * @throws {SafetensorsError} If a tensor is missing.
 * @throws {TypeError} If a tensor is not in floating point.
 * @throws {RangeError} If a tensor has another shape.
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
  file: TensorSource,
  specs: readonly ParameterSpec[],
  prefix = "",
): Promise<Parameters> {
  const tensors: Record<string, tf.Tensor> = {};
  try {
    for (const spec of specs) {
      const name = prefix + spec.name;
      const read = toFloat32(name, await file.read(name));
      const entry = file.tensors.get(name)!;
      requireShape(spec, entry.shape);
      const values = withSpecShape(spec, entry, read);
      tensors[spec.name] = uploadFloat32(fromOfficial(spec, values), spec.shape);
    }
    return tensors;
  } catch (error) {
    tf.dispose(tensors);
    throw error;
  }
}

/** Requires a shape, as values of another may be as many, and end in other positions. */
function requireShape(spec: ParameterSpec, shape: readonly number[]): void {
  const { name, rows } = spec;
  const wanted = officialShape(spec);
  if (`${shape}` === `${wanted}`) return;
  if (rows !== undefined && isResizable(rows, shape, spec.shape)) return;
  if (isInflatable(shape, wanted)) return;
  throw new RangeError(
    `Cannot read tensor '${name}' as its shape must be [${wanted}]: current value is [${shape}]`,
  );
}

function toFloat32(name: string, values: TensorValues): FloatValues {
  if (values instanceof Float32Array) return values;
  if (values instanceof Float64Array) return Float32Array.from(values);
  throw new TypeError(
    `Cannot read tensor '${name}' as its values must be in floating point: ` +
      `current value is a ${values.constructor.name}`,
  );
}

/**
 * Resizes an embedding to the rows of its spec, and gives a kernel for images its frames; returns
 * the values of any other tensor unchanged.
 */
function withSpecShape(
  spec: ParameterSpec,
  { shape }: TensorInfo,
  values: FloatValues,
): FloatValues {
  const wanted = officialShape(spec);
  if (isInflatable(shape, wanted)) return inflate(values, wanted);
  if (spec.rows === undefined || shape[1] === spec.shape[1]) return values;
  return resizeEmbedding(values, { rows: spec.rows, from: shape[1]!, to: spec.shape[1]! });
}
