import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { matrixMultiply } from "./_matrix_multiply.ts";
import { rowSums } from "./_row_sums.ts";

/** Options of attention. */
export interface AttentionOptions {
  /** Number of heads; each works on width / heads channels of a token. */
  readonly heads: number;
}

/** Sizes of the axes that tokens are reshaped to. */
export interface Extents {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  readonly heads: number;
  /** Channels of one head. */
  readonly depth: number;
}

/** From [outer, length, inner, 3, heads, depth] to [3, outer, inner, heads, length, depth]. */
const TO_SEQUENCES = [3, 0, 2, 4, 1, 5];

/**
 * Returns the sizes of the axes of tokens [outer, length, inner, 3 · width].
 *
 * @throws {RangeError} If the last axis is not a multiple of 3 · heads.
 */
export function extentsOf(tokens: tf.Tensor4D, { heads }: AttentionOptions): Extents {
  const [outer, length, inner, triple] = tokens.shape;
  if (!Number.isInteger(triple / (3 * heads))) {
    throw new RangeError(
      `Cannot attend with ${heads} heads as the last axis of 'tokens' must be a multiple of 3 times ` +
        `their number: current value is ${triple}`,
    );
  }
  return { outer, length, inner, heads, depth: triple / 3 / heads };
}

/** Splits tokens into queries, keys and values, each [outer · inner · heads, length, depth]. */
export function toSequences(
  tokens: tf.Tensor4D,
  { outer, length, inner, heads, depth }: Extents,
): [queries: tf.Tensor3D, keys: tf.Tensor3D, values: tf.Tensor3D] {
  const sequences = outer * inner * heads;
  const apart = tf.reshape(tokens, [outer, length, inner, 3, heads, depth]);
  const stacked = tf.reshape(tf.transpose(apart, TO_SEQUENCES), [3, sequences, length, depth]);
  return tf.unstack(stacked) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
}

/** Computes softmax(q · kᵀ / √depth) of each sequence and head, [sequences, length, length]. */
export function weightsOf(
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  extents: Extents,
): tf.Tensor3D {
  const scores = matrixMultiply(queries, keys, { transposeRight: true });
  const [weights] = SOFTMAX.run(scores, scaleOf(extents));
  return weights;
}

/** 1 / √depth. */
export function scaleOf({ depth }: Extents): tf.Scalar {
  return tf.scalar(1 / Math.sqrt(depth));
}

/** softmax(scores · scale) over the last axis. */
const SOFTMAX = new FusedKernel(
  "attention_weights",
  ["operand"],
  (scores: tf.Tensor3D, scale: tf.Scalar) => {
    const scaled = tf.mul(scores, scale);
    const exponentials = tf.exp(tf.sub(scaled, tf.max(scaled, -1, true)));
    return [tf.div<tf.Tensor3D>(exponentials, rowSums(exponentials))];
  },
);
