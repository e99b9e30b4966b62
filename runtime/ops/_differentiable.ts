import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { tf } from "../tfjs.ts";

/** The attribute `T` = float32, which almost every op needs. */
export const FLOAT: OpAttribute = attr.type("T", "float32");

/** An op's value, and how a gradient passes through the op. */
export interface Differentiable<Value extends tf.Tensor, Saved extends tf.Tensor[]> {
  readonly value: Value;
  /**
   * Computes the gradients of the listed inputs, in their order, from the gradient of the value.
   */
  readonly gradients: (outputGradient: Value, saved: Saved) => tf.Tensor[];
}

/**
 * Puts an op with its own gradient on tfjs's tape. Ops that run inside `compute` or `gradients` are
 * not differentiated themselves. Tensors that the gradient needs must be passed to `save`:
 * everything else that `compute` made is freed when it returns.
 *
 * @param inputs Tensors that get a gradient; `compute` can use others as well.
 */
export function differentiable<Value extends tf.Tensor, Saved extends tf.Tensor[] = []>(
  inputs: readonly tf.Tensor[],
  compute: (save: (tensors: Saved) => void) => Differentiable<Value, Saved>,
): Value {
  // tfjs passes the inputs and, last, a function that saves tensors; its types call all of them
  // tensors.
  const run = tf.customGrad((...argumentsOfRun) => {
    const save = argumentsOfRun.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
    const { value, gradients } = compute(save);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradients(dy as Value, saved as Saved),
    };
  });
  return run(...inputs) as Value;
}
