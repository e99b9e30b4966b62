import { attr, nativeOp, tf } from "../runtime/mod.ts";

/** How {@linkcode transformFrames} samples. */
export interface TransformOptions {
  /** `[height, width]` of the result. */
  readonly size: readonly [height: number, width: number];
  readonly interpolation: "bilinear" | "nearest";
  /** Outside the picture: its nearest pixel, or black. */
  readonly outside: "edge" | "black";
}

/**
 * For each frame where its pixels come from: `(x, y)` of the result reads the source at
 * `(a x + b y + c, d x + e y + f)`, all counted in pixels from the centre of the first one.
 */
export type InverseTransform = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
];

/**
 * Samples every frame through its own affine map, in one TensorFlow op (`ImageProjectiveTransformV3`).
 *
 * @param frames `[frames, height, width, 3]`, stays the caller's
 * @param transforms one for each frame, or a single one for all
 * @returns `[frames, size[0], size[1], 3]`
 */
export function transformFrames(
  frames: tf.Tensor4D,
  transforms: readonly InverseTransform[],
  options: TransformOptions,
): tf.Tensor4D {
  return tf.tidy(() => {
    const rows = transforms.map((transform) => [...transform, 0, 0]);
    const inputs = [
      frames,
      tf.tensor2d(rows, [rows.length, 8], "float32"),
      tf.tensor1d([...options.size], "int32"),
      tf.scalar(0),
    ];
    const attributes = [
      attr.type("dtype", "float32"),
      attr.string("interpolation", options.interpolation.toUpperCase()),
      attr.string("fill_mode", options.outside === "edge" ? "NEAREST" : "CONSTANT"),
    ];
    const [sampled] = nativeOp("ImageProjectiveTransformV3", attributes, inputs, 1);
    return sampled as tf.Tensor4D;
  });
}
