import { attr, type OpAttribute } from "./attributes.ts";
import { DataType } from "./data_types.ts";
import { device } from "./device.ts";
import type { tf } from "./tfjs.ts";

/**
 * Runs one TensorFlow op by its name. Its outputs are tfjs tensors: `tf.tidy` frees them, the
 * gradient tape does not see the op (wrap it in `tf.customGrad`).
 *
 * @param outputs how many tensors the op makes
 * @throws {TensorFlowError} when TensorFlow refuses the op
 */
export function nativeOp(
  name: string,
  attributes: readonly OpAttribute[],
  inputs: readonly tf.Tensor[],
  outputs: number,
): tf.Tensor[] {
  const { backend } = device();
  const ids = backend.getInputTensorIds(inputs);
  return backend.binding.executeOp(name, attributes, ids, outputs)
    .map((metadata) => backend.createOutputTensor(metadata));
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
