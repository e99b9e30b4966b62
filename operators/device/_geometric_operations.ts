import { attr, nativeOp, tf } from "../../runtime/mod.ts";
import type { StrongOperationName } from "../clip.ts";

/**
 * An affine map from the result to the source: the pixel `(x, y)` of the result is read at `(a x +
 * b y + c, d x + e y + f)` of the source, in pixels from the center of the first one.
 */
export type InverseTransform = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
];

type TransformOf = (magnitude: number, height: number, width: number) => InverseTransform;

/**
 * The operations that move pixels, as maps from the result to the source in pixels of the frame.
 */
export const GEOMETRIC_OPERATIONS = {
  rotate(degrees, height, width) {
    const x = (width - 1) / 2;
    const y = (height - 1) / 2;
    const cosine = Math.cos(degrees * Math.PI / 180);
    const sine = Math.sin(degrees * Math.PI / 180);
    return [cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y];
  },
  // The top left corner of the frame, half a pixel before the first center, does not move.
  shearX: (factor) => [1, factor, 0.5 * factor, 0, 1, 0],
  shearY: (factor) => [1, 0, 0, factor, 1, 0.5 * factor],
  // By whole pixels, as torchvision does.
  translateX: (share, _height, width) => [1, 0, -Math.trunc(share * width), 0, 1, 0],
  translateY: (share, height) => [1, 0, 0, 0, 1, -Math.trunc(share * height)],
} satisfies Partial<Record<StrongOperationName, TransformOf>>;

/** The name of an operation that moves pixels. */
export type GeometricOperationName = keyof typeof GEOMETRIC_OPERATIONS;

/** Whether an operation moves pixels. */
export function isGeometric(name: StrongOperationName): name is GeometricOperationName {
  return Object.hasOwn(GEOMETRIC_OPERATIONS, name);
}

/** Options of {@linkcode transformFrames}. */
export interface TransformOptions {
  /** How the source is sampled between its pixels. */
  readonly interpolation: "bilinear" | "nearest";
}

/**
 * Samples all frames through one affine map, in one TensorFlow op (`ImageProjectiveTransformV3`).
 * What comes from outside the frame is black.
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
