import { device } from "./device.ts";
import { MixedPrecisionBinding } from "./bindings/mixed_precision_binding.ts";
import { tensorsOf, type TensorTree, withTensors } from "./tensor_tree.ts";
import type { tf } from "./tfjs.ts";

/**
 * The same function in mixed precision: convolutions and matrix products in bfloat16, what stands
 * between them in the type of its inputs, everything else in float32. Inputs and outputs are float32.
 *
 * @param fn synchronous; `compile()` of the result traces it so. A tensor that it makes and does not
 * give back must not be used after it has returned.
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
