import type { OpAttribute } from "./ffi/attributes.ts";
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
