import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import { matrixMultiply } from "./_matrix_multiply.ts";

/** Options of {@link attention}. */
export interface AttentionOptions {
  /** Number of heads; each attends with width / heads of the numbers of a token. */
  readonly heads: number;
}

/** From [outer, length, inner, 3, heads, depth] to [3, outer, inner, heads, length, depth]. */
const TO_SEQUENCES = [3, 0, 2, 4, 1, 5];
const FROM_SEQUENCES = [1, 4, 2, 0, 3, 5];
/** From [outer, inner, heads, length, depth] to [outer, length, inner, heads, depth], and back. */
const TO_TOKENS = [0, 3, 1, 2, 4];
const FROM_TOKENS = [0, 2, 3, 1, 4];

/**
 * Multi-head scaled dot-product self-attention along the second axis: softmax(q · kᵀ / √depth) · v.
 * The third axis holds independent sequences side by side, so that attention over frames needs no
 * reordering of tokens.
 *
 * @param tokens [outer, length, inner, 3 · width]: queries, keys and values, heads side by side in each
 * @returns [outer, length, inner, width]
 * @throws {RangeError} if the last axis is not a multiple of 3 · heads
 */
export function attention(tokens: tf.Tensor4D, { heads }: AttentionOptions): tf.Tensor4D {
  const [outer, length, inner, triple] = tokens.shape;
  if (!Number.isInteger(triple / (3 * heads))) {
    throw new RangeError(
      `Cannot attend with ${heads} heads as the last axis of 'tokens' must be a multiple of 3 times ` +
        `their number: current value is ${triple}`,
    );
  }
  const width = triple / 3;
  const depth = width / heads;
  const scale = 1 / Math.sqrt(depth);
  const sequences = outer * inner * heads;

  function toTokens(values: tf.Tensor): tf.Tensor4D {
    const apart = tf.reshape(values, [outer, inner, heads, length, depth]);
    return tf.reshape(tf.transpose(apart, TO_TOKENS), [outer, length, inner, width]);
  }

  return differentiable<tf.Tensor4D>([tokens], (save) => {
    const apart = tf.reshape(tokens, [outer, length, inner, 3, heads, depth]);
    const stacked = tf.reshape(tf.transpose(apart, TO_SEQUENCES), [3, sequences, length, depth]);
    const [queries, keys, values] = tf.unstack(stacked) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const scores = matrixMultiply(queries, keys, { transposeRight: true });
    const [weights] = SOFTMAX.run(scores, tf.scalar(scale)) as [tf.Tensor3D];
    const value = toTokens(matrixMultiply(weights, values));
    save([queries, keys, values, weights, value]);
    return {
      value,
      gradients: (dy, saved) => {
        const [queries, keys, values, weights] = saved as [
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
        ];
        const [headwise, value] = [dy, saved[4]!].map((one) =>
          tf.reshape(one, [outer, length, inner, heads, depth])
        );
        const outputGradient = tf.reshape<tf.Rank.R3>(
          tf.transpose(headwise!, FROM_TOKENS),
          [sequences, length, depth],
        );
        const forValues = matrixMultiply(weights, outputGradient, { transposeLeft: true });
        const forWeights = matrixMultiply(outputGradient, values, { transposeRight: true });
        // Σ weights · forWeights over the keys, read off the smaller output.
        const along = tf.reshape(
          tf.transpose(ALONG.run(headwise!, value!)[0]!, [0, 2, 3, 1]),
          [sequences, length, 1],
        );
        const [forScores] = SOFTMAX_GRADIENT.run(weights, forWeights, along, tf.scalar(scale)) as [
          tf.Tensor3D,
        ];
        const forQueries = matrixMultiply(forScores, keys);
        const forKeys = matrixMultiply(forScores, queries, { transposeLeft: true });
        const stacked = tf.stack([forQueries, forKeys, forValues]);
        const apart = tf.reshape(stacked, [3, outer, inner, heads, length, depth]);
        return [tf.reshape(tf.transpose(apart, FROM_SEQUENCES), tokens.shape)];
      },
    };
  });
}

/** softmax(scores · scale) over the last axis. */
const SOFTMAX = new FusedKernel("attention_weights", ["operand"], (scores, scale) => {
  const scaled = tf.mul(scores!, scale!);
  const exponentials = tf.exp(tf.sub(scaled, tf.max(scaled, -1, true)));
  return [tf.div(exponentials, tf.sum(exponentials, -1, true))];
});

/** From the gradient of the weights to that of the scores; `along` is Σ weights · gradient. */
const SOFTMAX_GRADIENT = new FusedKernel(
  "attention_weights_gradient",
  ["operand"],
  (weights, gradient, along, scale) => [
    tf.mul(tf.mul(weights!, tf.sub(gradient!, along!)), scale!),
  ],
);

/** Σ a · b over the last axis. */
const ALONG = new FusedKernel("attention_along", ["float32"], (a, b) => [
  tf.sum(tf.mul(a!, b!), -1),
]);
