import { device } from "../device.ts";
import type { tf } from "../tfjs.ts";

/**
 * Returns `x`, which a compiled function has only once it has all `others`. Without this, a compiled function
 * computes everything as early as it can, in the forward pass even what only the backward pass reads.
 */
export function after<T extends tf.Tensor>(x: T, ...others: tf.Tensor[]): T {
  const { backend } = device();
  const [id, ...ids] = backend.getInputTensorIds([x, ...others]);
  return backend.createOutputTensor(backend.binding.after(id!, ids)) as T;
}
