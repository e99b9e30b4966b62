import type { TensorMetadata } from "./bindings/binding.ts";
import type { TupleOf } from "./bindings/tuple_of.ts";
import { device } from "./device.ts";
import type { OpAttribute } from "./ffi/attributes.ts";
import type { tf } from "./tfjs.ts";

/**
 * Runs one TensorFlow op by its name. Its outputs are tfjs tensors, which `tf.tidy` frees. The
 * gradient tape does not see the op: to differentiate it, wrap it in `tf.customGrad`.
 *
 * @param outputs Number of tensors that the op makes.
 * @throws {TensorFlowError} If TensorFlow refuses the op.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { attr, nativeOp, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const [half] = nativeOp("L2Loss", [attr.type("T", "float32")], [tf.tensor1d([3, 4])], 1);
 * assert.equal(half.arraySync(), 12.5); // (3² + 4²) / 2
 * ```
 */
export function nativeOp<Count extends number>(
  name: string,
  attributes: readonly OpAttribute[],
  inputs: readonly tf.Tensor[],
  outputs: Count,
): TupleOf<tf.Tensor, Count> {
  const { backend } = device();
  const ids = backend.getInputTensorIds(inputs);
  const results: TensorMetadata[] = backend.binding.executeOp(name, attributes, ids, outputs);
  return results.map((metadata) => backend.createOutputTensor(metadata)) as TupleOf<
    tf.Tensor,
    Count
  >;
}
