import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { asImages } from "./_batch_norm_native.ts";
import { pairSums } from "./_pair_sums.ts";

/** Mean and biased variance of a batch, each [channels]. */
export interface BatchMoments {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/** Computes mean and biased variance of `x` [batch, frames, height, width, channels]. */
export function batchMoments(x: tf.Tensor5D): BatchMoments {
  return tf.tidy(() => {
    const rows = x.size / x.shape[4];
    // Sums of squares around a value near the mean lose nothing by cancellation.
    const center = meanOfMiddleRows(x);
    const { sum, products } = pairSums({ u: x, v: x, uCenter: center, vCenter: center });
    const shift = tf.div<tf.Tensor1D>(sum, rows);
    return {
      mean: tf.add<tf.Tensor1D>(center, shift),
      // Rounding may leave a negative trace of a variance of zero.
      variance: tf.relu<tf.Tensor1D>(tf.sub(tf.div(products, rows), tf.square(shift))),
    };
  });
}

/** Returns the mean over the middle row of each frame. */
function meanOfMiddleRows(x: tf.Tensor5D): tf.Tensor1D {
  const [images, height, width, channels] = asImages(x).shape;
  const rows = tf.slice(asImages(x), [0, height >> 1, 0, 0], [images, 1, width, channels]);
  return tf.mean(rows, [0, 1, 2]);
}

/** What {@linkcode stagedGradients} needs. */
export interface StagedGradientInputs {
  /** The gradient of the values, in the shape of `x`. */
  readonly dy: tf.Tensor5D;
  /** The input [batch, frames, height, width, channels]. */
  readonly x: tf.Tensor5D;
  /** Scale [channels]. */
  readonly weight: tf.Tensor;
  /** Mean that the values were normalized by [channels]. */
  readonly mean: tf.Tensor1D;
  /** 1 / deviation that the values were normalized by [channels]. */
  readonly inverseDeviation: tf.Tensor1D;
  /** Whether mean and deviation are those of `x`, which then get a gradient too. */
  readonly training: boolean;
}

/** Computes the gradients of `x`, `weight` and `bias`. */
export function stagedGradients(
  { dy, x, weight, mean, inverseDeviation, training }: StagedGradientInputs,
): [x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor] {
  const zero = tf.zerosLike(mean);
  const { sum, products } = pairSums({ u: dy, v: x, uCenter: zero, vCenter: mean });
  const weightGradient = tf.mul(products, inverseDeviation);
  const scale = tf.mul(weight, inverseDeviation);
  const rows = x.size / x.shape[4];
  const [dyMean, slope] = training
    ? [tf.div(sum, rows), tf.div(tf.mul(weightGradient, inverseDeviation), rows)]
    : [zero, zero];
  const [xGradient] = INPUT_GRADIENT.run(dy, x, mean, scale, dyMean, slope);
  return [xGradient, weightGradient, sum];
}

const INPUT_GRADIENT = new FusedKernel(
  "batch_norm_gradient",
  [1],
  (
    dy: tf.Tensor5D,
    x: tf.Tensor5D,
    mean: tf.Tensor,
    scale: tf.Tensor,
    dyMean: tf.Tensor,
    slope: tf.Tensor,
  ) => {
    const projection = tf.mul(tf.sub(x, mean), slope);
    return [tf.mul<tf.Tensor5D>(tf.sub(tf.sub(dy, dyMean), projection), scale)];
  },
);
