import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { tf } from "../tfjs.ts";

/** The attribute `T` = float32 that almost every op asks for. */
export const FLOAT: OpAttribute = attr.type("T", "float32");

/** What a differentiable op gives back: its value and how a gradient passes through it. */
export interface Differentiable<T extends tf.Tensor> {
  readonly value: T;
  /** Gradients of the listed inputs, in their order, from the gradient of the value. */
  readonly gradients: (outputGradient: T, saved: tf.Tensor[]) => tf.Tensor[];
}

/**
 * Puts an op with a gradient of its own on tfjs's tape. Ops run inside `compute` or the gradient are
 * not differentiated themselves. Tensors that the gradient needs must pass through `save`, as
 * everything else that `compute` made is freed when it returns.
 *
 * @param inputs tensors that get a gradient; others may simply be closed over
 */
export function differentiable<T extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  compute: (save: (tensors: tf.Tensor[]) => void) => Differentiable<T>,
): T {
  const run = tf.customGrad((...argumentsOfRun) => {
    const save = argumentsOfRun.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
    const { value, gradients } = compute(save);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradients(dy as T, saved) };
  });
  return run(...inputs) as T;
}
