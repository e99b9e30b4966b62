import { attr, nativeOp, tf } from "../../runtime/mod.ts";

/**
 * An affine map from the result to the source: the pixel `(x, y)` of the result is read at
 * `(a x + b y + c, d x + e y + f)` of the source, in pixels from the center of the first one.
 */
export type InverseTransform = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
];

/** Options of {@linkcode transformFrames}. */
export interface TransformOptions {
  /** How the source is sampled between its pixels. */
  readonly interpolation: "bilinear" | "nearest";
}

/**
 * Samples all frames through one affine map, in one TensorFlow op (`ImageProjectiveTransformV3`). What
 * comes from outside the frame is black.
 *
 * @param frames `[frames, height, width, 3]`; stays the caller's.
 * @param transform From the result to the source.
 * @param options How to sample.
 * @returns A tensor of the same shape.
 */
export function transformFrames(
  frames: tf.Tensor4D,
  transform: InverseTransform,
  { interpolation }: TransformOptions,
): tf.Tensor4D {
  return tf.tidy(() => {
    const [, height, width] = frames.shape;
    const inputs = [
      frames,
      tf.tensor2d([...transform, 0, 0], [1, 8]),
      tf.tensor1d([height, width], "int32"),
      tf.scalar(0),
    ];
    const attributes = [
      attr.type("dtype", "float32"),
      attr.string("interpolation", interpolation.toUpperCase()),
      attr.string("fill_mode", "CONSTANT"),
    ];
    const [sampled] = nativeOp("ImageProjectiveTransformV3", attributes, inputs, 1);
    return sampled as tf.Tensor4D;
  });
}
