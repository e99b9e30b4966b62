import type { tf } from "../../runtime/mod.ts";
import type { Parameters } from "../networks/model.ts";
import { type FloatValues, officialShape, toOfficial } from "./official_layout.ts";
import type { ParameterSpec } from "../networks/parameter_spec.ts";
import type { TensorToWrite } from "../safetensors/mod.ts";

/**
 * Returns what {@linkcode writeSafetensors} needs to write the tensors of `specs`, under their
 * official names and in PyTorch's layouts. Each is read from the device only when it is written;
 * that fails if the tensor is missing, is not float32, or has another shape.
 *
 * @param specs The tensors to write.
 * @param tensors The tensors by name.
 * @param prefix Put before each name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, NAMED_CONFIGS, tensorsToWrite } from "@actnetformer/deno/models";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = createModel({ ...NAMED_CONFIGS.slow_r18, width: 4 });
 * const { parameters } = model.initialize(1);
 * const [stem] = tensorsToWrite(model.parameters, parameters, "ema.");
 * assert.equal(stem?.name, "ema.blocks.0.conv.weight");
 * ```
 */
export function tensorsToWrite(
  specs: readonly ParameterSpec[],
  tensors: Parameters,
  prefix = "",
): TensorToWrite[] {
  return specs.map((spec) => ({
    name: prefix + spec.name,
    dtype: "F32",
    shape: officialShape(spec),
    read: async () => {
      const tensor = tensors[spec.name];
      if (tensor === undefined) {
        throw new ReferenceError(`Cannot write weights as tensor '${spec.name}' is missing`);
      }
      requireLike(spec, tensor);
      return toOfficial(spec, await tensor.data() as FloatValues);
    },
  }));
}

function requireLike({ name, shape }: ParameterSpec, tensor: tf.Tensor): void {
  if (tensor.dtype === "float32" && `${tensor.shape}` === `${shape}`) return;
  throw new TypeError(
    `Cannot write tensor '${name}' as it must be float32 [${shape}]: ` +
      `current value is ${tensor.dtype} [${tensor.shape}]`,
  );
}
