import { MixedPrecisionBinding } from "./bindings/mixed_precision_binding.ts";
import { device } from "./device.ts";
import { tensorsOf, type TensorTree, withTensors } from "./tensor_tree.ts";
import type { tf } from "./tfjs.ts";

/**
 * Returns `fn` in mixed precision: convolutions and matrix products run in bfloat16, shape changes
 * and sums between them in the type of their inputs, everything else in float32. Inputs and outputs
 * are float32.
 *
 * @param fn Synchronous; `compile()` of the result traces it in mixed precision. Tensors that it
 * makes and does not return must not be used after it has returned.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mixedPrecision, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const square = mixedPrecision((x: tf.Tensor2D): tf.Tensor => tf.matMul(x, x));
 * const [rounded] = square(tf.tensor2d([[1.0001]])).dataSync();
 * assert.equal(rounded, 1); // bfloat16 has two to three decimal digits
 * ```
 */
export function mixedPrecision<I extends TensorTree, O extends TensorTree>(
  fn: (inputs: I) => O,
): (inputs: I) => O {
  return (inputs) => {
    const { backend } = device();
    const outer = backend.binding;
    const mixed = new MixedPrecisionBinding(outer);
    backend.binding = mixed;
    try {
      const outputs = fn(inputs);
      const tensors = tensorsOf(outputs);
      const ids = backend.getInputTensorIds(tensors);
      return withTensors(
        outputs,
        tensors.map((tensor, index): tf.Tensor => {
          const wide = mixed.widened(ids[index]!);
          if (wide === undefined) return tensor;
          tensor.dispose();
          return backend.createOutputTensor(wide);
        }),
      );
    } finally {
      mixed.close();
      backend.binding = outer;
    }
  };
}
