import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

/**
 * Computes the mean over frames, height and width.
 *
 * @param x [batch, frames, height, width, channels]
 * @returns [batch, channels]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { globalAveragePool } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const clip = tf.tensor5d([1, 2, 3, 6], [1, 2, 2, 1, 1]);
 * assert.deepEqual(globalAveragePool(clip).arraySync(), [[3]]);
 * ```
 */
export function globalAveragePool(x: tf.Tensor5D): tf.Tensor2D {
  const [batch, frames, height, width, channels] = x.shape;
  return differentiable<tf.Tensor2D>([x], () => ({
    value: tf.mean(x, [1, 2, 3]),
    // tfjs's own gradient uploads a tensor of ones as large as `x`.
    gradients: (dy) => {
      const share = tf.div(tf.reshape(dy, [batch, 1, 1, 1, channels]), frames * height * width);
      const shape = tf.tensor1d([batch, frames, height, width, channels], "int32");
      return nativeOp("BroadcastTo", [FLOAT, attr.type("Tidx", "int32")], [share, shape], 1);
    },
  }));
}
