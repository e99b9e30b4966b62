import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import type { tf } from "../tfjs.ts";

/**
 * Returns the values of `x` as a new tensor, through which no gradient passes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { stopGradient } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const gradient = tf.grad((x) => tf.mul(x, stopGradient(x)))(tf.scalar(3));
 * assert.equal(gradient.arraySync(), 3); // the second factor counts as a constant
 * ```
 */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  const dtype = x.dtype === "int32" ? "int32" : "float32";
  return nativeOp("StopGradient", [attr.type("T", dtype)], [x], 1)[0] as T;
}
