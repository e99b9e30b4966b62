import { attr } from "../attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";
import { matrixMultiply } from "./_matrix_multiply.ts";

const BIAS_ATTRIBUTES = [FLOAT, attr.string("data_format", "NHWC")];

/**
 * `x · weightᵀ + bias` over the last axis.
 *
 * @param x [..., in]
 * @param weight [out, in], as PyTorch keeps it
 * @param bias [out]
 * @returns [..., out]
 */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D, bias: tf.Tensor1D): T {
  const [width, depth] = weight.shape;
  return differentiable<T>([x, weight, bias], (save) => {
    const rows = tf.reshape<tf.Rank.R2>(x, [-1, depth]);
    const product = matrixMultiply(rows, weight, { transposeRight: true });
    const [sum] = nativeOp("BiasAdd", BIAS_ATTRIBUTES, [product, bias], 1);
    save([rows, weight]);
    return {
      value: tf.reshape(sum!, [...x.shape.slice(0, -1), width]) as T,
      gradients: (dy, saved) => {
        const [rows, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
        const flat = tf.reshape<tf.Rank.R2>(dy, [-1, width]);
        const input = matrixMultiply(flat, weight);
        // The bias's gradient is a product too: `BiasAddGrad` adds bfloat16 up in bfloat16, 3 to 8 % off.
        return [
          tf.reshape(input, x.shape),
          matrixMultiply(flat, rows, { transposeLeft: true }),
          tf.reshape(matrixMultiply(tf.ones([1, flat.shape[0]]), flat), [width]),
        ];
      },
    };
  });
}
