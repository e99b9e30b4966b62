import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { after } from "./_after.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

const ATTRIBUTES = [
  FLOAT,
  attr.ints("ksize", [1, 3, 3, 1]),
  attr.ints("strides", [1, 2, 2, 1]),
  // The images are padded beforehand: with EXPLICIT padding both ops use kernels ten times slower
  // than oneDNN's.
  attr.string("padding", "VALID"),
  attr.ints("explicit_paddings", []),
  attr.string("data_format", "NHWC"),
];

/**
 * Computes the maximum of each 3×3 window, frame by frame, at stride 2 and with a padding of 1,
 * which never is the maximum: `torch.nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1))`. But values that
 * are no numbers are passed over on a CPU; a window of nothing else gives the lowest number.
 *
 * @param x [batch, frames, height, width, channels]
 * @returns [batch, frames, ⌈height / 2⌉, ⌈width / 2⌉, channels]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { maxPool } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const clip = tf.tensor5d([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 2, 4, 1]);
 * assert.deepEqual([...maxPool(clip).dataSync()], [6, 8]);
 * ```
 */
export function maxPool(x: tf.Tensor5D): tf.Tensor5D {
  const [batch, frames, height, width, channels] = x.shape;
  const outputHeight = Math.ceil(height / 2);
  const outputWidth = Math.ceil(width / 2);
  const images = [batch * frames, height, width, channels];
  const pad = (x: tf.Tensor) => {
    const bottom = 2 * outputHeight - height;
    const right = 2 * outputWidth - width;
    return tf.pad(tf.reshape(x, images), [[0, 0], [1, bottom], [1, right], [0, 0]], LOWEST);
  };
  return differentiable<tf.Tensor5D, [x: tf.Tensor5D, y: tf.Tensor]>([x], (save) => {
    const [y] = nativeOp("MaxPool", ATTRIBUTES, [pad(x)], 1);
    save([x, y]);
    return {
      value: tf.reshape(y, [batch, frames, outputHeight, outputWidth, channels]),
      gradients: (dy, [x, y]) => {
        const inputs = [pad(after(x, dy)), y, tf.reshape(dy, y.shape)];
        const [padded] = nativeOp("MaxPoolGrad", ATTRIBUTES, inputs, 1);
        return [tf.reshape(tf.slice(padded, [0, 1, 1, 0], images), x.shape)];
      },
    };
  });
}

/** Less than any value of a network; bfloat16 can hold it too. */
const LOWEST = -3e38;
