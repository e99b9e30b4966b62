import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import { asRows, forwardProduct, inputGradient, parameterGradients } from "./_linear_products.ts";

/**
 * Computes `x · weightᵀ + bias` over the last axis.
 *
 * @param x [..., in]
 * @param weight [out, in], as PyTorch keeps it.
 * @param bias [out]
 * @returns [..., out]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { linear } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const weight = tf.tensor2d([[1, 10], [2, 20], [3, 30]]);
 * const y = linear(tf.tensor2d([[1, 2]]), weight, tf.tensor1d([0, 0, 1]));
 * assert.deepEqual(y.arraySync(), [[21, 42, 64]]);
 * ```
 */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D, bias: tf.Tensor1D): T {
  return differentiable<T, [rows: tf.Tensor2D, weight: tf.Tensor2D]>([x, weight, bias], (save) => {
    save([asRows(x), weight]);
    return {
      value: tf.reshape(
        forwardProduct(asRows(x), weight, bias),
        [...x.shape.slice(0, -1), weight.shape[0]],
      ) as T,
      gradients: (dy, [rows, weight]) => {
        const rowsOfGradient = asRows(dy);
        const rowsGradient = inputGradient(rowsOfGradient, weight);
        return [
          tf.reshape(rowsGradient, x.shape),
          ...parameterGradients(rowsOfGradient, rows),
        ];
      },
    };
  });
}
