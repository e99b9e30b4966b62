import { attr, type OpAttribute } from "./ffi/attributes.ts";
import { DataType } from "./ffi/data_types.ts";
import { device } from "./device.ts";
import type { tf } from "./tfjs.ts";

/**
 * A tensor of `values`, on the device at once. `tf.tensor()` keeps the values on the host as well until
 * an op needs them there: for all weights of a network together that is much.
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
 * A float32 tensor of values 0..255, sent to the device as bytes and widened there.
 * @param data as many bytes as `shape` has elements
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
    return backend.createOutputTensor(wide!) as tf.Tensor<R>;
  } finally {
    binding.deleteTensor(bytes);
  }
}

const CAST_TO_FLOAT: readonly OpAttribute[] = [
  attr.type("SrcT", "uint8"),
  attr.type("DstT", "float32"),
];
