import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { blockLength } from "./_block_length.ts";
import { rowSums } from "./_row_sums.ts";
import { linearOfRowOp, type RowOp } from "./_row_op.ts";

/** Added to the variance before the square root, as in the official TimeSformer. */
const EPSILON = 1e-6;

/** Scale and shift of a layer norm, each [width]. */
export interface LayerNormParameters {
  /** Scale. */
  readonly weight: tf.Tensor1D;
  /** Shift. */
  readonly bias: tf.Tensor1D;
}

/**
 * Computes a layer norm and a linear layer: normalizes the last axis to mean 0 and variance 1,
 * scales and shifts it by `norm`, and applies {@linkcode linear}. The normalized values are
 * recomputed in the backward pass instead of being kept.
 *
 * @param x [..., in]
 * @param norm Scale and shift, each [in].
 * @param weight [out, in]
 * @param bias [out]
 * @returns [..., out]; gradients for `x` and all parameters.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { layerNormLinear } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const norm = { weight: tf.tensor1d([1, 1]), bias: tf.tensor1d([0, 0]) };
 * const weight = tf.tensor2d([[1, 0]]);
 * const y = layerNormLinear(tf.tensor2d([[10, 30]]), norm, weight, tf.tensor1d([5]));
 * assert.deepEqual(tf.round(y).arraySync(), [[4]]); // -1 + 5
 * ```
 */
export function layerNormLinear<T extends tf.Tensor>(
  x: T,
  norm: LayerNormParameters,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): T {
  return linearOfRowOp(LAYER_NORM, x, [norm.weight, norm.bias], { weight, bias });
}

/**
 * From rows [rows, width], weight and bias to the values, and each row's mean and 1 / deviation
 * [rows, 1].
 */
const FORWARD = new FusedKernel(
  "layer_norm",
  ["operand", "float32", "float32"],
  (rows: tf.Tensor2D, weight: tf.Tensor1D, bias: tf.Tensor1D) => {
    const mean = rowMeans(rows);
    const centered = tf.sub<tf.Tensor2D>(rows, mean);
    const variance = rowMeans(tf.square(centered));
    const scale = tf.rsqrt(tf.add<tf.Tensor2D>(variance, EPSILON));
    const values = tf.add<tf.Tensor2D>(tf.mul(tf.mul(centered, scale), weight), bias);
    return [values, mean, scale];
  },
);

/**
 * From the gradient of the values to the values again, the gradient of rows, and those of weight
 * and bias in parts [blocks, width], which remain to be added.
 */
const BACKWARD = new FusedKernel(
  "layer_norm_gradient",
  ["operand", 1, "float32", "float32"],
  (
    dy: tf.Tensor2D,
    rows: tf.Tensor2D,
    weight: tf.Tensor1D,
    bias: tf.Tensor1D,
    mean: tf.Tensor2D,
    scale: tf.Tensor2D,
  ) => {
    const normalized = tf.mul(tf.sub(rows, mean), scale);
    const weighted = tf.mul<tf.Tensor2D>(dy, weight);
    const projection = rowMeans(tf.mul(weighted, normalized));
    const centered = tf.sub(weighted, rowMeans(weighted));
    return [
      tf.add<tf.Tensor2D>(tf.mul(normalized, weight), bias),
      tf.mul<tf.Tensor2D>(tf.sub(centered, tf.mul(normalized, projection)), scale),
      sumsOfBlocks(tf.mul(dy, normalized)),
      sumsOfBlocks(dy),
    ];
  },
);

/** Returns the mean of each row, [rows, 1]. */
function rowMeans(rows: tf.Tensor2D): tf.Tensor2D {
  return tf.div(rowSums(rows), rows.shape[1]);
}

/** Adds up the rows of each block, see {@linkcode blockLength}. */
function sumsOfBlocks(rows: tf.Tensor2D): tf.Tensor2D {
  const [count, width] = rows.shape;
  const length = blockLength(count);
  return tf.sum(tf.reshape(rows, [count / length, length, width]), 1);
}

const LAYER_NORM: RowOp<
  [weight: tf.Tensor1D, bias: tf.Tensor1D],
  [mean: tf.Tensor2D, scale: tf.Tensor2D]
> = {
  forward: (rows, weight, bias) => FORWARD.run(rows, weight, bias),
  backward: (dy, rows, ...saved) => {
    const [values, rowsGradient, ...parts] = BACKWARD.run(dy, rows, ...saved);
    return [values, rowsGradient, ...parts.map((part) => tf.sum(part, 0))];
  },
};
