import { elementCount, type ParameterSpec } from "../networks/parameter_spec.ts";

/** Values of a float32 tensor. */
export type FloatValues = Float32Array<ArrayBuffer>;

/**
 * Returns the tensor's shape in a PyTorch state dict.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, officialShape } from "@actnetformer/deno/models";
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

/** Returns the values in PyTorch's layout: from [...kernel, in, out] to [out, in, ...kernel]. */
export function toOfficial({ shape, layout }: ParameterSpec, values: FloatValues): FloatValues {
  if (layout === "same") return values;
  const result = new Float32Array(values.length);
  forEachElement(shape, (device, official) => {
    result[official] = values[device]!;
  });
  return result;
}

/** Returns the values in the device's layout: from [out, in, ...kernel] to [...kernel, in, out]. */
export function fromOfficial({ shape, layout }: ParameterSpec, values: FloatValues): FloatValues {
  if (layout === "same") return values;
  const result = new Float32Array(values.length);
  forEachElement(shape, (device, official) => {
    result[device] = values[official]!;
  });
  return result;
}

/** Calls `visit` with the index of each element of a convolution's weight in both layouts. */
function forEachElement(
  shape: readonly number[],
  visit: (device: number, official: number) => void,
): void {
  const { kernel, input, output } = convolutionExtents(shape);
  const kernelSize = elementCount(kernel);
  let device = 0;
  for (let tap = 0; tap < kernelSize; tap++) {
    for (let inputChannel = 0; inputChannel < input; inputChannel++) {
      for (let outputChannel = 0; outputChannel < output; outputChannel++) {
        visit(device, (outputChannel * input + inputChannel) * kernelSize + tap);
        device++;
      }
    }
  }
}

/** The parts of a convolution's shape on the device: [...kernel, in, out]. */
function convolutionExtents(shape: readonly number[]) {
  const [input, output] = shape.slice(-2) as [number, number];
  return { kernel: shape.slice(0, -2), input, output };
}
