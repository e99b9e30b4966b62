import { nativeOp } from "../native_op.ts";
import type { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

/**
 * Computes max(x, 0), elementwise; the gradient at 0 is 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { relu } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * assert.deepEqual(relu(tf.tensor1d([-2, 0, 3])).arraySync(), [0, 0, 3]);
 * ```
 */
export function relu<T extends tf.Tensor>(x: T): T {
  return differentiable<T, [y: tf.Tensor]>([x], (save) => {
    const [y] = nativeOp("Relu", [FLOAT], [x], 1);
    // The output is positive where the input was, and the next layer keeps it anyway.
    save([y]);
    return {
      value: y as T,
      gradients: (dy, [y]) => nativeOp("ReluGrad", [FLOAT], [dy, y], 1),
    };
  });
}
