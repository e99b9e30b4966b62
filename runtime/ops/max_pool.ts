import { attr } from "../attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

const ATTRIBUTES = [
  FLOAT,
  attr.ints("ksize", [1, 3, 3, 1]),
  attr.ints("strides", [1, 2, 2, 1]),
  attr.string("padding", "EXPLICIT"),
  attr.ints("explicit_paddings", [0, 0, 1, 1, 1, 1, 0, 0]),
  attr.string("data_format", "NHWC"),
];

/**
 * The largest of each 3×3 window, windows 2 apart and padded by 1 (never the largest), frame by frame:
 * `torch.nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1))`.
 *
 * @param x [batch, frames, height, width, channels]
 * @returns [batch, frames, ⌈height / 2⌉, ⌈width / 2⌉, channels]
 */
export function maxPool(x: tf.Tensor5D): tf.Tensor5D {
  const [batch, frames, height, width, channels] = x.shape;
  const [low, narrow] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  return differentiable<tf.Tensor5D>([x], (save) => {
    const images = tf.reshape(x, [batch * frames, height, width, channels]);
    const [y] = nativeOp("MaxPool", ATTRIBUTES, [images], 1);
    save([images, y!]);
    return {
      value: tf.reshape(y!, [batch, frames, low, narrow, channels]),
      gradients: (dy, saved) => {
        const [images, y] = saved as [tf.Tensor, tf.Tensor];
        const inputs = [images, y, tf.reshape(dy, y.shape)];
        return [tf.reshape(nativeOp("MaxPoolGrad", ATTRIBUTES, inputs, 1)[0]!, x.shape)];
      },
    };
  });
}
