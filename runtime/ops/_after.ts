import { device } from "../device.ts";
import type { tf } from "../tfjs.ts";

/** `x`, which a compiled function has no sooner than all `others`. */
export function after<T extends tf.Tensor>(x: T, ...others: tf.Tensor[]): T {
  const { backend } = device();
  const [id, ...ids] = backend.getInputTensorIds([x, ...others]);
  return backend.createOutputTensor(backend.binding.after(id!, ids)) as T;
}
