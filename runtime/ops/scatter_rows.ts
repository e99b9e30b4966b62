import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";

/** Rows that {@linkcode scatterRows} writes. */
export interface RowsToScatter<T extends tf.Tensor> {
  /**
   * [count] int32, each from 0 to below the number of rows. Others are an error on a CPU, and change
   * nothing on a GPU. Which row is kept where an index is there twice is not defined.
   */
  readonly indices: tf.Tensor1D;
  /** [count, …], of the type of the tensor. */
  readonly rows: T;
}

/**
 * Returns `x` with other rows at `indices`. No gradient passes through it.
 *
 * @param x [rows, …], float32 or int32.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { scatterRows } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const labels = tf.tensor1d([5, 6, 7], "int32");
 * const indices = tf.tensor1d([2], "int32");
 * const next = scatterRows(labels, { indices, rows: tf.tensor1d([9], "int32") });
 * assert.deepEqual(next.arraySync(), [5, 6, 9]);
 * ```
 */
export function scatterRows<T extends tf.Tensor>(
  x: T,
  { indices, rows }: RowsToScatter<T>,
): T {
  const attributes = [
    attr.type("T", x.dtype === "int32" ? "int32" : "float32"),
    attr.type("Tindices", "int32"),
  ];
  return tf.tidy(() => {
    const positions = tf.expandDims(indices, 1);
    return nativeOp("TensorScatterUpdate", attributes, [x, positions, rows], 1)[0] as T;
  });
}
