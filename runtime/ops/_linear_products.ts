import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { blockLength } from "./_block_length.ts";
import { FLOAT } from "./_differentiable.ts";
import { matrixMultiply } from "./_matrix_multiply.ts";
import { weightForGradient } from "./_weight_for_gradient.ts";

const BIAS_ATTRIBUTES = [FLOAT, attr.string("data_format", "NHWC")];

/** Returns a view of `x` [..., width] as a matrix [rows, width]. */
export function asRows(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1)!]);
}

/** Computes `rows · weightᵀ + bias`: [rows, in] by [out, in] to [rows, out]. */
export function forwardProduct(
  rows: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor2D {
  const product = matrixMultiply(rows, weight, { transposeRight: true });
  return nativeOp("BiasAdd", BIAS_ATTRIBUTES, [product, bias], 1)[0] as tf.Tensor2D;
}

/** Computes the gradient of the rows [rows, in] from the result's gradient [rows, out]. */
export function inputGradient(dy: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D {
  return matrixMultiply(dy, weightForGradient(weight, dy, dy.shape[0]));
}

/**
 * Computes the gradients of weight [out, in] and bias [out] from the result's gradient [rows, out].
 */
export function parameterGradients(dy: tf.Tensor2D, rows: tf.Tensor2D): tf.Tensor[] {
  return [matrixMultiply(dy, rows, { transposeLeft: true }), sumOfRows(dy)];
}

/** Adds up rows [rows, out] in stages, see {@linkcode blockLength}. */
function sumOfRows(rows: tf.Tensor2D): tf.Tensor {
  const [count, width] = rows.shape;
  const length = blockLength(count);
  // By products, as `BiasAddGrad` sums bfloat16 in bfloat16, which is 3 to 8 % off.
  const ones = tf.ones<tf.Rank.R3>([count / length, 1, length]);
  const blocks = tf.reshape<tf.Rank.R3>(rows, [count / length, length, width]);
  return tf.sum(matrixMultiply(ones, blocks), [0, 1]);
}
