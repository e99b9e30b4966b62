import type { AttentionReadOut } from "../../models/mod.ts";
import { tf } from "../../runtime/mod.ts";

/**
 * Computes how much of what the class token holds at the end comes from each patch of each frame,
 * if attention alone moved it: attention rollout (Abnar and Zuidema, 2020, "Quantifying Attention
 * Flow in Transformers", section 3) over divided space-time attention.
 *
 * Rollout multiplies, over all attentions A of the network, the matrices ½ A + ½ I, where I is the
 * path around the attention. Here each block has two of them over all tokens, as the TimeSformer
 * applies them: time, then space.
 *
 * - Time: patch p of frame t attends to patch p of all frames. The class token is not part of it, so
 *   that its row is that of I.
 * - Space: the patches of frame t attend to each other and to the class token. The class token is
 *   repeated for each frame and becomes the mean over the frames: its row is ½ I plus half the mean
 *   of its rows in all frames.
 *
 * Only the class token's row of the product is computed, from the last attention to the first. It
 * sums to 1, with what stays at the class token itself; the head reads no other token.
 *
 * @param attentions Of all blocks, in the order of the pass.
 * @returns [batch, frames, patches].
 * @throws {TypeError} If there is no attention, or the last one is not over space.
 */
export function attentionRollout(attentions: readonly AttentionReadOut[]): tf.Tensor3D {
  const last = attentions.at(-1);
  if (last?.axis !== "space") {
    throw new TypeError(
      "Cannot roll attention out as the network's last attention must be one over space: " +
        `current value is ${last?.axis}`,
    );
  }
  const [batch, frames, tokens] = last.weights.shape;
  let shares: Shares = {
    classToken: tf.ones([batch, 1, 1]),
    patches: tf.zeros([batch, frames, tokens - 1]),
  };
  for (const { axis, weights } of attentions.toReversed()) {
    shares = axis === "space" ? beforeSpace(shares, weights) : beforeTime(shares, weights);
  }
  return shares.patches;
}

/** Shares of the answer, by the token that holds them at some point of the pass. */
interface Shares {
  /** [batch, 1, 1]. */
  readonly classToken: tf.Tensor3D;
  /** [batch, frames, patches]. */
  readonly patches: tf.Tensor3D;
}

/** @param weights [batch, frames, 1 + patches, 1 + patches]. */
function beforeSpace({ classToken, patches }: Shares, weights: tf.Tensor4D): Shares {
  const [, frames, patchCount] = patches.shape;
  const inEachFrame = tf.tile<tf.Tensor3D>(tf.div(classToken, frames), [1, frames, 1]);
  const tokens = tf.concat<tf.Tensor3D>([inEachFrame, patches], 2);
  const mixed = halfThrough(tokens, weights);
  const [atClassToken, atPatches] = tf.split(mixed, [1, patchCount], 2) as [
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  return { classToken: tf.sum(atClassToken, 1, true), patches: atPatches };
}

/** @param weights [batch, patches, frames, frames]. */
function beforeTime({ classToken, patches }: Shares, weights: tf.Tensor4D): Shares {
  const byPatch = tf.transpose(patches, [0, 2, 1]) as tf.Tensor3D;
  const mixed = halfThrough(byPatch, weights);
  return { classToken, patches: tf.transpose(mixed, [0, 2, 1]) };
}

/** Returns rows · (½ weights + ½ I) for each sequence. */
function halfThrough(rows: tf.Tensor3D, weights: tf.Tensor4D): tf.Tensor3D {
  const through = tf.reshape<tf.Rank.R3>(tf.matMul(tf.expandDims(rows, 2), weights), rows.shape);
  return tf.mul(tf.add(rows, through), 0.5);
}
