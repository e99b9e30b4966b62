import { device } from "../device.ts";
import type { tf } from "../tfjs.ts";

/**
 * `x`, which a compiled function has no sooner than all `others`: such a function computes what it can as
 * early as it can. What the way back makes of an input then waits for the way back.
 */
export function after<T extends tf.Tensor>(x: T, ...others: tf.Tensor[]): T {
  const { backend } = device();
  const [id, ...ids] = backend.getInputTensorIds([x, ...others]);
  return backend.createOutputTensor(backend.binding.after(id!, ids)) as T;
}
