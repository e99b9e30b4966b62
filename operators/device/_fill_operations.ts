import { tf } from "../../runtime/mod.ts";
import { dropout } from "../../runtime/ops/mod.ts";
import type { StrongOperation } from "../clip.ts";

type Operation<Name> = Extract<StrongOperation, { readonly name: Name }>;

/**
 * Fills a box with one color.
 *
 * @param frames `[frames, height, width, 3]`; stays the caller's.
 */
export function cutOut(
  frames: tf.Tensor4D,
  { box, fill }: Operation<"cutout">,
): tf.Tensor4D {
  const [, height, width] = frames.shape;
  if (box.height === 0 || box.width === 0) return frames.clone();
  const mask = tf.pad(tf.ones([box.height, box.width, 1]), [
    [box.top, height - box.top - box.height],
    [box.left, width - box.left - box.width],
    [0, 0],
  ]);
  return tf.where<tf.Tensor>(mask.cast("bool"), tf.tensor1d([...fill]), frames) as tf.Tensor4D;
}

/**
 * Fills color channels with one level.
 *
 * @param frames `[frames, height, width, 3]`; stays the caller's.
 */
export function dropChannels(
  frames: tf.Tensor4D,
  { channels, fill }: Operation<"channelDropout">,
): tf.Tensor4D {
  const kept = [0, 1, 2].map((channel) => !channels.includes(channel));
  return tf.where<tf.Tensor>(tf.tensor1d(kept, "bool"), frames, tf.scalar(fill)) as tf.Tensor4D;
}

/**
 * Fills pixels with one level: each with the probability `rate`, drawn from `seed` on the device,
 * all three channels together and the same pixels in every frame.
 *
 * @param frames `[frames, height, width, 3]`; stays the caller's.
 */
export function dropPixels(
  frames: tf.Tensor4D,
  { rate, seed, fill }: Operation<"pixelDropout">,
): tf.Tensor4D {
  const [, height, width] = frames.shape;
  const ones = tf.ones([1, height, width, 1]);
  const draw = { rate, seed: tf.tensor1d([...seed], "int32"), site: 0 };
  const kept = dropout(ones, draw).greater(0);
  return tf.where<tf.Tensor>(kept, frames, tf.scalar(fill)) as tf.Tensor4D;
}
