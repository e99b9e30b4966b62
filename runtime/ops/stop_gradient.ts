import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import type { tf } from "../tfjs.ts";

/** The same values as `x`, through which no gradient passes. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  const dtype = x.dtype === "int32" ? "int32" : "float32";
  return nativeOp("StopGradient", [attr.type("T", dtype)], [x], 1)[0] as T;
}
