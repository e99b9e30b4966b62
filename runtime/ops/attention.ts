import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import {
  type AttentionOptions,
  type Extents,
  extentsOf,
  scaleOf,
  toSequences,
  weightsOf,
} from "./_attention_sequences.ts";
import { matrixMultiply } from "./_matrix_multiply.ts";
import { rowSums } from "./_row_sums.ts";

/**
 * What the gradient needs. All but `value` are stacks of matrices, one for each sequence and head.
 */
type Saved = [
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  values: tf.Tensor3D,
  weights: tf.Tensor3D,
  value: tf.Tensor4D,
];

/** From [3, outer, inner, heads, length, depth] to [outer, length, inner, 3, heads, depth]. */
const FROM_SEQUENCES = [1, 4, 2, 0, 3, 5];
/** From [outer, inner, heads, length, depth] to [outer, length, inner, heads, depth], and back. */
const TO_TOKENS = [0, 3, 1, 2, 4];
const FROM_TOKENS = [0, 2, 3, 1, 4];

/**
 * Computes multi-head scaled dot-product self-attention along the second axis: softmax(q · kᵀ /
 * √depth) · v. The third axis holds independent sequences side by side, so that attention over
 * frames needs no reordering of tokens.
 *
 * @param tokens [outer, length, inner, 3 · width]: queries, keys and values, heads side by side in
 * each.
 * @returns [outer, length, inner, width]
 * @throws {RangeError} If the last axis is not a multiple of 3 · heads.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { attention } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const [query, key] = [0, 0]; // all tokens get the same attention
 * const tokens = tf.tensor4d([query, key, 10, query, key, 30], [1, 2, 1, 3]);
 * assert.deepEqual([...attention(tokens, { heads: 1 }).dataSync()], [20, 20]);
 * ```
 */
export function attention(tokens: tf.Tensor4D, options: AttentionOptions): tf.Tensor4D {
  const extents = extentsOf(tokens, options);
  return differentiable<tf.Tensor4D, Saved>([tokens], (save) => {
    const [queries, keys, values] = toSequences(tokens, extents);
    const weights = weightsOf(queries, keys, extents);
    const value = toTokens(matrixMultiply(weights, values), extents);
    save([queries, keys, values, weights, value]);
    return { value, gradients: (dy, saved) => [tokensGradient(dy, saved, extents)] };
  });
}

function tokensGradient(dy: tf.Tensor4D, saved: Saved, extents: Extents): tf.Tensor4D {
  const { outer, length, inner, heads, depth } = extents;
  const [queries, keys, values, weights, value] = saved;
  const sequences = outer * inner * heads;
  const dyByHead = tf.reshape(dy, [outer, length, inner, heads, depth]);
  const valueByHead = tf.reshape(value, [outer, length, inner, heads, depth]);
  const outputGradient = tf.reshape<tf.Rank.R3>(
    tf.transpose(dyByHead, FROM_TOKENS),
    [sequences, length, depth],
  );
  const valuesGradient = matrixMultiply(weights, outputGradient, { transposeLeft: true });
  const weightsGradient = matrixMultiply(outputGradient, values, { transposeRight: true });
  // Σ weights · weightsGradient over the keys, as Σ dy · value over the channels: fewer in long
  // sequences.
  const [products] = DOT_PRODUCT.run(dyByHead, valueByHead);
  const sums = tf.reshape(tf.transpose(products, [0, 2, 3, 1]), [sequences, length, 1]);
  const [scoresGradient] = SOFTMAX_GRADIENT.run(weights, weightsGradient, sums, scaleOf(extents));
  const queriesGradient = matrixMultiply(scoresGradient, keys);
  const keysGradient = matrixMultiply(scoresGradient, queries, { transposeLeft: true });
  const stacked = tf.stack([queriesGradient, keysGradient, valuesGradient]);
  const apart = tf.reshape(stacked, [3, outer, inner, heads, length, depth]);
  const shape: [number, number, number, number] = [outer, length, inner, 3 * heads * depth];
  return tf.reshape(tf.transpose(apart, FROM_SEQUENCES), shape);
}

/**
 * Joins the heads: from [outer · inner · heads, length, depth] to tokens [outer, length, inner,
 * width].
 */
function toTokens(
  values: tf.Tensor3D,
  { outer, length, inner, heads, depth }: Extents,
): tf.Tensor4D {
  const apart = tf.reshape(values, [outer, inner, heads, length, depth]);
  return tf.reshape(tf.transpose(apart, TO_TOKENS), [outer, length, inner, heads * depth]);
}

/**
 * From the gradient of the weights to that of the scores; `sums` are Σ weights · gradient over the
 * keys.
 */
const SOFTMAX_GRADIENT = new FusedKernel(
  "attention_weights_gradient",
  ["operand"],
  (weights: tf.Tensor3D, gradient: tf.Tensor3D, sums: tf.Tensor, scale: tf.Scalar) => [
    tf.mul<tf.Tensor3D>(tf.mul(weights, tf.sub(gradient, sums)), scale),
  ],
);

/** Σ a · b over the last axis. */
const DOT_PRODUCT = new FusedKernel(
  "attention_dot_product",
  ["float32"],
  (a: tf.Tensor, b: tf.Tensor) => [tf.squeeze(rowSums(tf.mul(a, b)), [-1])],
);
