import { tf } from "../../runtime/mod.ts";
import type { StrongOperationName } from "../clip.ts";
import type { GeometricOperationName } from "./_geometric_operations.ts";
import { autocontrast, equalize } from "./_histogram_operations.ts";

/** Frames of one clip `[frames, height, width, 3]`, integers from 0 to 255. */
type Frames = tf.Tensor4D;

type ColorOperationName = Exclude<StrongOperationName, GeometricOperationName>;

/** The operations that change the colors of pixels and do not move them. */
export const COLOR_OPERATIONS: Readonly<
  Record<ColorOperationName, (frames: Frames, magnitude: number) => Frames>
> = {
  autocontrast,
  equalize,
  invert: (frames) => tf.sub(255, frames),
  posterize(frames, bits) {
    const step = 2 ** (8 - bits);
    return frames.div<Frames>(step).floor().mul(step);
  },
  solarize: (frames, threshold) =>
    tf.where(frames.greaterEqual(threshold), tf.sub(255, frames), frames) as Frames,
  solarizeAdd: (frames, levels) =>
    tf.where(frames.less(128), frames.add(levels).minimum(255), frames) as Frames,
  color: (frames, factor) => blend(frames, gray(frames), factor),
  contrast: (frames, factor) => blend(frames, gray(frames).mean([1, 2, 3], true), factor),
  brightness: (frames, factor) => blend(frames, tf.scalar(0), factor),
  sharpness: (frames, factor) => blend(frames, smooth(frames), factor),
};

/** Returns gray as torchvision rounds it down: `[frames, height, width, 1]`. */
function gray(frames: Frames): Frames {
  const weighted = frames.mul(tf.tensor1d([0.2989, 0.587, 0.114]));
  return weighted.sum<Frames>(-1, true).floor();
}

/** Returns `factor × frames + (1 - factor) × target`, clipped and rounded down. */
function blend(frames: Frames, target: tf.Tensor, factor: number): Frames {
  const mixed = frames.mul(factor).add(target.mul(1 - factor));
  return mixed.clipByValue(0, 255).floor() as Frames;
}

/** Smooths by [[1,1,1],[1,5,1],[1,1,1]] / 13; the border of one pixel is not changed. */
function smooth(frames: Frames): Frames {
  const [count, height, width] = frames.shape;
  if (height < 3 || width < 3) return frames;
  const kernel = tf.tensor2d([[1, 1, 1], [1, 5, 1], [1, 1, 1]]).div(13)
    .reshape([3, 3, 1, 1]).tile([1, 1, 3, 1]) as tf.Tensor4D;
  const inner = tf.depthwiseConv2d(frames, kernel, 1, "valid").round();
  const mask = tf.ones([count, height - 2, width - 2, 1]);
  const border: [number, number][] = [[0, 0], [1, 1], [1, 1], [0, 0]];
  return tf.where(tf.pad(mask, border).cast("bool"), tf.pad(inner, border), frames) as Frames;
}
