import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { FLOAT } from "./_differentiable.ts";

/** Added to the variance before the square root: PyTorch's default. */
export const EPSILON = 1e-5;

/** Share of a batch's statistics in the updated ones: PyTorch's default. */
const MOMENTUM = 0.1;

/** Parameters and statistics of a batch normalization; each tensor is [channels]. */
export interface BatchNormParameters {
  /** Scale. */
  readonly weight: tf.Tensor1D;
  /** Shift. */
  readonly bias: tf.Tensor1D;
  /** Mean over the batches so far. */
  readonly runningMean: tf.Tensor1D;
  /** Variance over the batches so far. */
  readonly runningVariance: tf.Tensor1D;
  /**
   * Share of a batch's statistics in the updated ones; 1 replaces them by the batch's.
   *
   * @default 0.1
   */
  readonly momentum?: number | undefined;
}

/** What batch normalization returns besides its values, each [channels]. */
export interface RunningStatistics {
  /** In training the updated mean (a new tensor), otherwise the one passed in. */
  readonly runningMean: tf.Tensor1D;
  /** In training the updated variance (a new tensor), otherwise the one passed in. */
  readonly runningVariance: tf.Tensor1D;
}

/**
 * Mean and variance used to normalize, and what else TensorFlow's gradient op reads ("reserve
 * space").
 */
export type NormalizedBy = [mean: tf.Tensor1D, variance: tf.Tensor1D, reserve: tf.Tensor];

/** Result of {@linkcode normalize}: the values, and what the gradient needs. */
export interface Normalized extends RunningStatistics {
  /** The values, in the shape of `x`. */
  readonly value: tf.Tensor5D;
  /**
   * What the gradient needs. On a GPU in training the second tensor is 1 / deviation instead of the
   * variance (the documentation of `FusedBatchNormV3`: "inverted variance in the cuDNN case").
   */
  readonly normalizedBy: Readonly<NormalizedBy>;
  /** Frees all tensors but the running statistics that it returns. */
  dispose(): void;
}

/** Normalizes `x` [batch, frames, height, width, channels]. The tensors are the caller's. */
export function normalize(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  training: boolean,
): Normalized {
  const { weight, bias, runningMean, runningVariance, momentum = MOMENTUM } = parameters;
  const [value, mean, variance, batchMean, batchVariance, reserve] = tf.tidy(() => {
    const [y, ...statistics] = nativeOp(
      "FusedBatchNormV3",
      [...attributes(training), attr.float("exponential_avg_factor", training ? momentum : 1)],
      [asImages(x), weight, bias, runningMean, runningVariance],
      6,
    );
    return [tf.reshape(y, x.shape), ...statistics];
  }) as [tf.Tensor5D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor];
  const unused = [value, batchMean, batchVariance, reserve];
  if (training) {
    return {
      value,
      runningMean: mean,
      runningVariance: variance,
      normalizedBy: [batchMean, batchVariance, reserve],
      dispose: () => tf.dispose(unused),
    };
  }
  return {
    value,
    runningMean,
    runningVariance,
    normalizedBy: [runningMean, runningVariance, reserve],
    dispose: () => tf.dispose([...unused, mean, variance]),
  };
}

/**
 * Computes the gradients of `x`, `weight` and `bias` from the values' gradient `dy`, of the shape
 * of `x`.
 */
export function normalizeGradients(
  dy: tf.Tensor5D,
  x: tf.Tensor5D,
  weight: tf.Tensor,
  normalizedBy: readonly tf.Tensor[],
  training: boolean,
): [x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor] {
  const inputs = [asImages(dy), asImages(x), weight, ...normalizedBy];
  const [xGradient, weightGradient, biasGradient] = nativeOp(
    "FusedBatchNormGradV3",
    attributes(training),
    inputs,
    5,
  );
  return [tf.reshape(xGradient, x.shape), weightGradient, biasGradient];
}

function asImages(x: tf.Tensor5D): tf.Tensor4D {
  const [batch, frames, height, width, channels] = x.shape;
  return tf.reshape(x, [batch * frames, height, width, channels]);
}

function attributes(training: boolean): OpAttribute[] {
  return [
    FLOAT,
    attr.type("U", "float32"),
    attr.float("epsilon", EPSILON),
    attr.string("data_format", "NHWC"),
    attr.bool("is_training", training),
  ];
}
