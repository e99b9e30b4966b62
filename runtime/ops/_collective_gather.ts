import { type Exchange, exchangeAttributes } from "../collectives/_exchange.ts";
import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import type { tf } from "../tfjs.ts";

/** Returns the rows of all workers, float32 or int32. No gradient passes. */
export function collectiveGather<T extends tf.Tensor>(x: T, exchange: Exchange): T {
  const [rows, ...extents] = x.shape as [number, ...number[]];
  const attributes = [
    attr.type("T", x.dtype === "int32" ? "int32" : "float32"),
    ...exchangeAttributes(exchange),
    attr.shape("shape", [rows * exchange.group.size, ...extents]),
  ];
  return nativeOp("CollectiveGather", attributes, [x], 1)[0] as T;
}
