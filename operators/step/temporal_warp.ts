import { tf } from "../../runtime/mod.ts";
import { gatherRows, statelessUniform } from "../../runtime/ops/mod.ts";
import { CLIP_DRAWS, randomRanks } from "./_random_ranks.ts";

/** Options of {@linkcode temporalWarp}. */
export interface TemporalWarpOptions {
  /** int32 [2]: seed of the draws, that of a step for example. */
  readonly seed: tf.Tensor1D;
  /**
   * Shares of the frames that a clip may keep, each as likely as any other; in (0, 1].
   *
   * @default [1, 1/2, 1/4]
   */
  readonly shares?: readonly number[] | undefined;
}

/** What SVFormer draws from. */
const SHARES: readonly number[] = [1, 1 / 2, 1 / 4];

/** More than any distance of two frames of a clip. */
const NEVER = 1e6;

/**
 * Replaces some frames of each clip by their neighbors: the temporal warp of SVFormer. How many
 * frames a clip keeps, at least one, and which, is drawn for each clip. Any other frame becomes the
 * nearest one that is kept, of two the earlier one.
 *
 * Reads no values, so that it can be compiled. No gradient passes.
 *
 * @param clips [batch, frames, height, width, channels]
 * @throws {RangeError} If there are no shares, or one is not in (0, 1].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { temporalWarp } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const clips = tf.reshape<tf.Rank.R5>(tf.range(0, 8), [1, 8, 1, 1, 1]);
 * const seed = tf.tensor1d([1, 2], "int32");
 * const frames = temporalWarp(clips, { seed, shares: [1 / 4] }).dataSync();
 * assert.equal(new Set(frames).size, 2);
 * ```
 */
export function temporalWarp(
  clips: tf.Tensor5D,
  { seed, shares = SHARES }: TemporalWarpOptions,
): tf.Tensor5D {
  if (shares.length === 0 || !shares.every((share) => share > 0 && share <= 1)) {
    throw new RangeError(
      "Cannot warp clips as 'shares' must be one or more numbers in (0, 1]: " +
        `current value is [${shares}]`,
    );
  }
  return tf.tidy(() => {
    const [batch, frames, ...extents] = clips.shape;
    const counts = shares.map((share) => Math.max(1, Math.round(share * frames)));
    const kept = drawKept([batch, frames], counts, seed);
    const sources = nearestKept(kept, frames);
    const offsets = tf.tensor2d(Array.from({ length: batch }, (_, clip) => [clip * frames]), [
      batch,
      1,
    ], "int32");
    const flat = tf.reshape(tf.add(sources, offsets), [-1]) as tf.Tensor1D;
    const gathered = gatherRows(tf.reshape(clips, [batch * frames, ...extents]), flat);
    return tf.reshape(gathered, clips.shape);
  });
}

/** Draws which frames of each clip are kept: bool [batch, frames]. */
function drawKept(
  [batch, frames]: readonly [number, number],
  counts: readonly number[],
  seed: tf.Tensor1D,
): tf.Tensor2D {
  const uniform = statelessUniform([batch], { seed, site: CLIP_DRAWS.warpLevel });
  const levels = tf.floor(tf.mul(uniform, counts.length));
  // Rounding could carry a value just below 1 to the end.
  const chosen = tf.cast<tf.Tensor1D>(tf.minimum(levels, counts.length - 1), "int32");
  const limits = tf.expandDims(gatherRows(tf.tensor1d([...counts]), chosen), 1);
  const ranks = randomRanks(batch, frames, { seed, site: CLIP_DRAWS.warpRanks });
  return tf.less(tf.cast(ranks, "float32"), limits);
}

/** Returns for each frame of each clip the nearest kept one: int32 [batch, frames]. */
function nearestKept(kept: tf.Tensor2D, frames: number): tf.Tensor2D {
  const distances = Array.from(
    { length: frames },
    (_, frame) =>
      Array.from({ length: frames }, (_, source) =>
        // A later frame is a little farther than an earlier one.
        source > frame ? source - frame + 0.5 : frame - source),
  );
  const penalties = tf.mul(tf.sub(1, tf.cast(kept, "float32")), NEVER);
  return tf.argMin(tf.add(tf.tensor2d(distances), tf.expandDims(penalties, 1)), 2);
}
