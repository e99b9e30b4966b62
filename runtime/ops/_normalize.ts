import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import type { NormalizedBy } from "./_batch_norm_parameters.ts";

/** Scale and shift of a normalization, each [channels], and what it normalizes by. */
export interface Normalization {
  readonly weight: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
  readonly normalizedBy: Readonly<NormalizedBy>;
}

/** Computes the normalized values, in the shape and type of `x`. */
export function normalize(x: tf.Tensor5D, normalization: Normalization): tf.Tensor5D {
  return NORMALIZED.run(x, ...factorsOf(normalization))[0];
}

/** Computes max(normalized values, 0), in the shape and type of `x`. */
export function normalizeAndRectify(x: tf.Tensor5D, normalization: Normalization): tf.Tensor5D {
  return RECTIFIED.run(x, ...factorsOf(normalization))[0];
}

/** {@linkcode normalizeAndRectify} with `addend`, in the shape of `x`, added before the maximum. */
export function normalizeAddAndRectify(
  x: tf.Tensor5D,
  normalization: Normalization,
  addend: tf.Tensor5D,
): tf.Tensor5D {
  return RECTIFIED_SUM.run(x, ...factorsOf(normalization), addend)[0];
}

/**
 * Computes the rectified values again, and the gradient of the normalized ones from that of the
 * rectified ones, `dy`.
 */
export function rectifyAgain(
  x: tf.Tensor5D,
  normalization: Normalization,
  dy: tf.Tensor5D,
): [rectified: tf.Tensor5D, normalizedGradient: tf.Tensor5D] {
  return RECTIFIED_AGAIN.run(x, ...factorsOf(normalization), dy);
}

/** Computes the gradient of what was rectified from that of the rectified values `y`. */
export function rectifiedGradient(dy: tf.Tensor5D, y: tf.Tensor5D): tf.Tensor5D {
  return RECTIFIED_GRADIENT.run(dy, y)[0];
}

type Factors = [mean: tf.Tensor1D, scale: tf.Tensor1D, bias: tf.Tensor1D];

function factorsOf({ weight, bias, normalizedBy }: Normalization): Factors {
  const [mean, inverseDeviation] = normalizedBy;
  return [mean, tf.mul<tf.Tensor1D>(weight, inverseDeviation), bias];
}

function normalized(x: tf.Tensor5D, ...[mean, scale, bias]: Factors): tf.Tensor5D {
  return tf.add(tf.mul(tf.sub(x, mean), scale), bias);
}

const NORMALIZED = new FusedKernel(
  "normalized",
  [0],
  (x: tf.Tensor5D, ...factors: Factors) => [normalized(x, ...factors)],
);

const RECTIFIED = new FusedKernel(
  "normalized_rectified",
  [0],
  (x: tf.Tensor5D, ...factors: Factors) => [tf.relu(normalized(x, ...factors))],
);

const RECTIFIED_SUM = new FusedKernel(
  "normalized_added_rectified",
  [0],
  (
    x: tf.Tensor5D,
    mean: tf.Tensor1D,
    scale: tf.Tensor1D,
    bias: tf.Tensor1D,
    addend: tf.Tensor5D,
  ) => {
    return [tf.relu(tf.add<tf.Tensor5D>(normalized(x, mean, scale, bias), addend))];
  },
);

const RECTIFIED_AGAIN = new FusedKernel(
  "normalized_again",
  ["operand", 0],
  (x: tf.Tensor5D, mean: tf.Tensor1D, scale: tf.Tensor1D, bias: tf.Tensor1D, dy: tf.Tensor5D) => {
    const values = normalized(x, mean, scale, bias);
    return [tf.relu(values), wherePositive(dy, values)];
  },
);

const RECTIFIED_GRADIENT = new FusedKernel(
  "rectified_gradient",
  [1],
  (dy: tf.Tensor5D, y: tf.Tensor5D) => [wherePositive(dy, y)],
);

/** `dy` where a value is positive, zero elsewhere. */
function wherePositive(dy: tf.Tensor5D, values: tf.Tensor5D): tf.Tensor5D {
  return tf.mul(dy, tf.cast(tf.greater(values, 0), "float32"));
}
