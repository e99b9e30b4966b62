import { tf } from "../../runtime/mod.ts";
import { statelessUniform, type StatelessUniformOptions } from "../../runtime/ops/mod.ts";

/**
 * Sites of the draws for clips, far above those of the dropouts in a network, which are numbered from
 * 0 and may have the same seed.
 */
export const CLIP_DRAWS = {
  mixShare: 0x10000,
  mixRanks: 0x10001,
  warpLevel: 0x10002,
  warpRanks: 0x10003,
} as const;

/**
 * Draws a random order of each row: `rank < count` holds for exactly `count` of its entries.
 *
 * @returns int32 [rows, length], each row a permutation of 0 to `length - 1`.
 */
export function randomRanks(
  rows: number,
  length: number,
  options: StatelessUniformOptions,
): tf.Tensor2D {
  // Equal values are in the order of their positions, so that no rank comes twice.
  const { indices: order } = tf.topk(statelessUniform([rows, length], options), length);
  // The inverse of a permutation is the order of its entries.
  const { indices: ranks } = tf.topk(tf.neg(tf.cast(order, "float32")), length);
  return ranks as tf.Tensor2D;
}
