import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import { asRows, forwardProduct, inputGradient, parameterGradients } from "./_linear_products.ts";

/**
 * `x · weightᵀ + bias` over the last axis.
 *
 * @param x [..., in]
 * @param weight [out, in], as PyTorch keeps it
 * @param bias [out]
 * @returns [..., out]
 */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D, bias: tf.Tensor1D): T {
  return differentiable<T>([x, weight, bias], (save) => {
    save([asRows(x), weight]);
    return {
      value: tf.reshape(
        forwardProduct(asRows(x), weight, bias),
        [...x.shape.slice(0, -1), weight.shape[0]],
      ) as T,
      gradients: (dy, saved) => {
        const [rows, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
        const gradient = asRows(dy);
        const forRows = inputGradient(gradient, weight);
        return [tf.reshape(forRows, x.shape), ...parameterGradients(gradient, rows)];
      },
    };
  });
}
