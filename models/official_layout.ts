import { elementCount, type ParameterSpec } from "./parameter_spec.ts";

/** Values of a float32 tensor. */
export type FloatValues = Float32Array<ArrayBuffer>;

/**
 * Returns the tensor's shape in a PyTorch state dict.
 *
 * @example
 * ```ts
 * import { createModel, officialShape } from "@actnetformer/deno/models";
 * import assert from "node:assert/strict";
 *
 * const [stem] = createModel("slow_r50").parameters;
 * assert.deepEqual(stem!.shape, [1, 7, 7, 3, 64]);
 * assert.deepEqual(officialShape(stem!), [64, 3, 1, 7, 7]);
 * ```
 */
export function officialShape({ shape, layout }: ParameterSpec): readonly number[] {
  if (layout === "same") return shape;
  const { kernel, input, output } = convolutionExtents(shape);
  return [output, input, ...kernel];
}

/** Values in PyTorch's layout: from [...kernel, in, out] to [out, in, ...kernel]. */
export function toOfficial({ shape, layout }: ParameterSpec, values: FloatValues): FloatValues {
  if (layout === "same") return values;
  const { kernel, input, output } = convolutionExtents(shape);
  const kernelSize = elementCount(kernel);
  const result = new Float32Array(values.length);
  let from = 0;
  for (let tap = 0; tap < kernelSize; tap++) {
    for (let i = 0; i < input; i++) {
      for (let o = 0; o < output; o++) {
        result[(o * input + i) * kernelSize + tap] = values[from++]!;
      }
    }
  }
  return result;
}

/** Values in the device's layout: from [out, in, ...kernel] to [...kernel, in, out]. */
export function fromOfficial({ shape, layout }: ParameterSpec, values: FloatValues): FloatValues {
  if (layout === "same") return values;
  const { kernel, input, output } = convolutionExtents(shape);
  const kernelSize = elementCount(kernel);
  const result = new Float32Array(values.length);
  let to = 0;
  for (let tap = 0; tap < kernelSize; tap++) {
    for (let i = 0; i < input; i++) {
      for (let o = 0; o < output; o++) {
        result[to++] = values[(o * input + i) * kernelSize + tap]!;
      }
    }
  }
  return result;
}

/** The parts of a convolution's shape on the device: [...kernel, in, out]. */
function convolutionExtents(shape: readonly number[]) {
  const [input, output] = shape.slice(-2) as [number, number];
  return { kernel: shape.slice(0, -2), input, output };
}
