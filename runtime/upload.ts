import { device } from "./device.ts";
import { attr, type OpAttribute } from "./ffi/attributes.ts";
import { DataType } from "./ffi/data_types.ts";
import type { tf } from "./tfjs.ts";

/**
 * Copies `values` to the device at once, as a float32 tensor. `tf.tensor()` would keep them on the
 * host until an op needs them on the device, which for a whole network is a lot of memory.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, uploadFloat32 } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const tensor = uploadFloat32(Float32Array.of(1, 2, 3, 4), [2, 2]);
 * assert.deepEqual(tensor.arraySync(), [[1, 2], [3, 4]]);
 * ```
 */
export function uploadFloat32<R extends tf.Rank>(
  values: Float32Array<ArrayBuffer>,
  shape: readonly number[],
): tf.Tensor<R> {
  const { backend } = device();
  const id = backend.binding.createTensor(shape, DataType.float32, values);
  return backend.createOutputTensor(backend.binding.metadata(id)) as tf.Tensor<R>;
}

/**
 * Makes a float32 tensor of integers 0 to 255, which are sent to the device as bytes and widened
 * there.
 *
 * @param data As many bytes as `shape` has elements.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, uploadUint8 } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const pixels = uploadUint8(Uint8Array.of(0, 255), [2]);
 * assert.deepEqual([pixels.dtype, pixels.arraySync()], ["float32", [0, 255]]);
 * ```
 */
export function uploadUint8<R extends tf.Rank>(
  data: Uint8Array<ArrayBuffer>,
  shape: tf.ShapeMap[R],
): tf.Tensor<R> {
  const { backend } = device();
  const { binding } = backend;
  const bytes = binding.createTensor(shape, DataType.uint8, data);
  try {
    const [wide] = binding.executeOp("Cast", CAST_TO_FLOAT, [bytes], 1);
    return backend.createOutputTensor(wide) as tf.Tensor<R>;
  } finally {
    binding.deleteTensor(bytes);
  }
}

const CAST_TO_FLOAT: readonly OpAttribute[] = [
  attr.type("SrcT", "uint8"),
  attr.type("DstT", "float32"),
];
