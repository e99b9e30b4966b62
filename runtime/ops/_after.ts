import { device } from "../device.ts";
import type { tf } from "../tfjs.ts";

/**
 * Returns the values of `x` as a new tensor, which a compiled function makes only after all
 * `others`. Otherwise a compiled function computes everything as early as possible: what only the
 * backward pass reads is already computed, and kept, in the forward pass.
 */
export function after<T extends tf.Tensor>(x: T, ...others: tf.Tensor[]): T {
  const { backend } = device();
  const [id, ...ids] = backend.getInputTensorIds([x, ...others]);
  return backend.createOutputTensor(backend.binding.after(id!, ids)) as T;
}
