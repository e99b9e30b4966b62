import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";

/**
 * Returns the rows of `x` at `indices`. Unlike tfjs's own `tf.gather` it reads no value, so that the
 * indices may be results of a compiled function.
 *
 * @param x [rows, …], float32 or int32; only float32 gets a gradient.
 * @param indices int32, of any shape, each from 0 to below `rows`. Others are an error on a CPU, and
 * give zeros on a GPU.
 * @returns […indices, …]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { gatherRows } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const rows = gatherRows(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor1d([1, 1, 0], "int32"));
 * assert.deepEqual(rows.arraySync(), [[3, 4], [3, 4], [1, 2]]);
 * ```
 */
export function gatherRows(x: tf.Tensor, indices: tf.Tensor): tf.Tensor {
  if (x.dtype === "int32") return gather(x, indices);
  const rows = x.shape[0]!;
  return differentiable<tf.Tensor, [indices: tf.Tensor]>([x], (save) => {
    save([indices]);
    return {
      value: gather(x, indices),
      // The types of tfjs know lists of indices only, the op takes any shape.
      gradients: (dy, [indices]) => [tf.unsortedSegmentSum(dy, indices as tf.Tensor1D, rows)],
    };
  });
}

function gather(x: tf.Tensor, indices: tf.Tensor): tf.Tensor {
  const attributes = [
    attr.type("Tparams", x.dtype === "int32" ? "int32" : "float32"),
    attr.type("Tindices", "int32"),
    attr.type("Taxis", "int32"),
  ];
  return tf.tidy(() => {
    const axis = tf.scalar(0, "int32");
    return nativeOp("GatherV2", attributes, [x, indices, axis], 1)[0];
  });
}
