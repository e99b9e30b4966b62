import { tf } from "../../runtime/mod.ts";
import { statelessUniform } from "../../runtime/ops/mod.ts";
import { CLIP_DRAWS, randomRanks } from "./_random_ranks.ts";
import { rollBatch } from "./roll_batch.ts";

/** Options of {@linkcode tubeMix}. */
export interface TubeMixOptions {
  /** Height and width of the squares that are mixed, in pixels; divides those of the clips. */
  readonly patch: number;
  /** int32 [2]: seed of the draws, that of a step for example. */
  readonly seed: tf.Tensor1D;
  /**
   * α of the distribution Beta(α, α) of the kept share, a positive integer.
   *
   * @default 10
   */
  readonly alpha?: number | undefined;
}

/** What {@linkcode tubeMix} returns. */
export type TubeMixed = {
  /** The mixed clips, of the same shape. */
  readonly clips: tf.Tensor5D;
  /** λ: the share of each clip that it keeps. */
  readonly share: tf.Scalar;
};

/**
 * Mixes each clip of a batch with the one before it, the first with the last: the Tube TokenMix of
 * SVFormer. A square of `patch` pixels comes from one of the two in all frames. The kept share is
 * drawn once for the batch, from Beta(α, α), and rounded to whole squares, which are drawn for
 * each clip. {@linkcode rollBatch} gives the partners of the labels.
 *
 * Reads no values, so that it can be compiled. No gradient passes.
 *
 * @param clips [batch, frames, height, width, channels]
 * @throws {RangeError} If there are fewer than two clips, `patch` does not divide their height and
 * width, or `alpha` is not a positive integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { tubeMix } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const clips = tf.stack([tf.zeros([2, 8, 8, 3]), tf.ones([2, 8, 8, 3])]) as tf.Tensor5D;
 * const { clips: mixed, share } = tubeMix(clips, { patch: 2, seed: tf.tensor1d([1, 2], "int32") });
 * // Of 16 squares of the second clip, this share is still ones.
 * assert.equal(tf.mean(mixed, [1, 2, 3, 4]).dataSync()[1], share.dataSync()[0]);
 * ```
 */
export function tubeMix(
  clips: tf.Tensor5D,
  { patch, seed, alpha = 10 }: TubeMixOptions,
): TubeMixed {
  requireMixable(clips, patch, alpha);
  return tf.tidy(() => {
    const [batch, , height, width] = clips.shape;
    const [rows, columns] = [height / patch, width / patch];
    const squares = rows * columns;
    const count = tf.round(tf.mul(drawBeta(alpha, seed), squares));
    const ranks = randomRanks(batch, squares, { seed, site: CLIP_DRAWS.mixRanks });
    const kept = tf.cast(tf.less(ranks, tf.cast(count, "int32")), "float32");
    const pixels = tf.tile(
      tf.reshape(kept, [batch, rows, 1, columns, 1]),
      [1, 1, patch, 1, patch],
    );
    const mask = tf.reshape(pixels, [batch, 1, height, width, 1]);
    const mixed = tf.add(tf.mul(clips, mask), tf.mul(rollBatch(clips), tf.sub(1, mask)));
    return { clips: mixed as tf.Tensor5D, share: tf.div<tf.Scalar>(count, squares) };
  });
}

function requireMixable({ shape }: tf.Tensor5D, patch: number, alpha: number): void {
  const [batch, , height, width] = shape;
  if (batch < 2) {
    throw new RangeError(
      `Cannot mix clips as there must be two or more: current value is ${batch}`,
    );
  }
  if (!(Number.isInteger(patch) && patch > 0) || height % patch !== 0 || width % patch !== 0) {
    throw new RangeError(
      "Cannot mix clips as 'patch' must be a positive integer that divides their height " +
        `${height} and width ${width}: current value is ${patch}`,
    );
  }
  if (Number.isInteger(alpha) && alpha > 0) return;
  throw new RangeError(
    `Cannot mix clips as 'alpha' must be a positive integer: current value is ${alpha}`,
  );
}

/** Draws from Beta(alpha, alpha): the middle one of `2 · alpha - 1` uniform values. */
function drawBeta(alpha: number, seed: tf.Tensor1D): tf.Scalar {
  const uniform = statelessUniform([2 * alpha - 1], { seed, site: CLIP_DRAWS.mixShare });
  return tf.min(tf.topk(uniform, alpha).values);
}
