import { tf } from "../tfjs.ts";
import { withoutTape } from "../without_tape.ts";
import {
  type AttentionOptions,
  extentsOf,
  toSequences,
  weightsOf,
} from "./_attention_sequences.ts";

/**
 * Computes how much each token attends to each other one in `attention()` of the same tokens: the
 * weights of the values, the mean over the heads. No gradient passes through it.
 *
 * @param tokens [outer, length, inner, 3 · width]: queries, keys and values, heads side by side in
 * each.
 * @returns [outer, inner, length, length]: from which token (it attends), to which; rows sum to 1.
 * @throws {RangeError} If the last axis is not a multiple of 3 · heads.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { attentionWeights } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const value = 5;
 * const tokens = tf.tensor4d([1, 0, value, 1, 1000, value], [1, 2, 1, 3]);
 * const weights = attentionWeights(tokens, { heads: 1 });
 * assert.deepEqual(weights.arraySync(), [[[[0, 1], [0, 1]]]]); // the second key is the largest
 * ```
 */
export function attentionWeights(tokens: tf.Tensor4D, options: AttentionOptions): tf.Tensor4D {
  const extents = extentsOf(tokens, options);
  const { outer, inner, heads, length } = extents;
  return withoutTape(() =>
    tf.tidy(() => {
      const [queries, keys] = toSequences(tokens, extents);
      const weights = weightsOf(queries, keys, extents);
      const byHead = tf.reshape(weights, [outer, inner, heads, length, length]);
      return tf.mean<tf.Tensor4D>(byHead, 2);
    })
  );
}
