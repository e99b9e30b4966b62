import { attr, nativeOp, tf } from "../../runtime/mod.ts";
import { gatherRows } from "../../runtime/ops/mod.ts";

const LEVELS = 256;

/**
 * Stretches every channel of every frame to the full range; a channel of one level is not changed.
 *
 * @param frames `[frames, height, width, 3]`, integers from 0 to 255.
 */
export function autocontrast(frames: tf.Tensor4D): tf.Tensor4D {
  const lowest = frames.min([1, 2], true);
  const range = frames.max([1, 2], true).sub(lowest);
  // As in torchvision: 1 / range first, then times 255, in float32, so the highest level may become
  // 254. (Not TensorFlow's Reciprocal, which is less exact than its division.)
  const scale = tf.div(1, range.maximum(1)).mul(255);
  const stretched = frames.sub(lowest).mul(scale).clipByValue(0, 255).floor();
  return tf.where(range.greater(0), stretched, frames) as tf.Tensor4D;
}

/** Counts how often each level occurs: from integers `[rows, pixels]` to `[rows, 256]`. */
function histogram(rows: tf.Tensor2D): tf.Tensor2D {
  const attributes = [
    attr.type("Tidx", "int32"),
    attr.type("T", "float32"),
    attr.bool("binary_output", false),
  ];
  const inputs = [rows, tf.scalar(LEVELS, "int32"), tf.zeros([0])];
  const [counts] = nativeOp("DenseBincount", attributes, inputs, 1);
  return counts as tf.Tensor2D;
}

/**
 * Equalizes the histogram of every channel of every frame.
 *
 * The table of a channel is `(pixels below the level + step / 2) / step`, rounded down, where
 * `step` is 1/255 of the pixels that do not have the highest level; a channel with a step of 0 is
 * not changed.
 *
 * @param frames `[frames, height, width, 3]`, integers from 0 to 255.
 */
export function equalize(frames: tf.Tensor4D): tf.Tensor4D {
  const [count, height, width, channels] = frames.shape;
  const planes = frames.transpose([0, 3, 1, 2]).reshape([count * channels, height * width]);
  const levels = planes.cast("int32") as tf.Tensor2D;
  const counts = histogram(levels);
  const isHighest = tf.equal(tf.range(0, LEVELS), planes.max(1, true));
  const pixelsOfHighest = counts.mul(isHighest.cast("float32")).sum(1, true);
  const step = tf.sub(height * width, pixelsOfHighest).div(LEVELS - 1).floor();
  const below = tf.cumsum(counts, 1, true);
  const table = below.add(step.div(2).floor()).div(step.maximum(1)).floor().clipByValue(0, 255);
  const rowStart = tf.range(0, count * channels, 1, "int32").mul(tf.scalar(LEVELS, "int32"));
  const indices = levels.add(rowStart.expandDims(1)).flatten() as tf.Tensor1D;
  const mapped = gatherRows(table.flatten(), indices).reshape(planes.shape);
  const equalized = tf.where(step.greater(0), mapped, planes);
  return equalized.reshape([count, channels, height, width]).transpose([0, 2, 3, 1]);
}
