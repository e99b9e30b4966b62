import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { FLOAT } from "./_differentiable.ts";

/** Added to the variance before the square root: PyTorch's default. */
export const EPSILON = 1e-5;

/** Inputs of TensorFlow's op besides the values, each [channels]. */
export interface NativeBatchNormInputs {
  /** Scale. */
  readonly weight: tf.Tensor1D;
  /** Shift. */
  readonly bias: tf.Tensor1D;
  /** The running mean in training; otherwise the mean to normalize by. */
  readonly mean: tf.Tensor1D;
  /** The running variance in training; otherwise the variance to normalize by. */
  readonly variance: tf.Tensor1D;
  /** Share of the batch in the updated statistics; if omitted, the op does not train. */
  readonly momentum?: number | undefined;
}

/**
 * Runs TensorFlow's batch norm (on a GPU cuDNN's) on `x` [batch, frames, height, width, channels].
 *
 * @returns The values in the shape of `x`; the updated mean and variance; mean, variance and
 * reserve space for the gradient op.
 */
export function nativeBatchNorm(
  x: tf.Tensor5D,
  { weight, bias, mean, variance, momentum }: NativeBatchNormInputs,
): [tf.Tensor5D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor] {
  const [y, ...statistics] = nativeOp(
    "FusedBatchNormV3",
    [...attributes(momentum !== undefined), attr.float("exponential_avg_factor", momentum ?? 1)],
    [asImages(x), weight, bias, mean, variance],
    6,
  );
  return [tf.reshape(y, x.shape), ...statistics] as ReturnType<typeof nativeBatchNorm>;
}

/** What {@linkcode nativeBatchNormGradients} needs. */
export interface NativeBatchNormGradientInputs {
  /** The gradient of the values, in the shape of `x`. */
  readonly dy: tf.Tensor5D;
  /** The input [batch, frames, height, width, channels]. */
  readonly x: tf.Tensor5D;
  /** Scale [channels]. */
  readonly weight: tf.Tensor;
  /** Mean, variance and reserve space, as {@linkcode nativeBatchNorm} returns them. */
  readonly normalizedBy: readonly tf.Tensor[];
  /** Whether the values were normalized by the batch. */
  readonly training: boolean;
}

/** Computes the gradients of `x`, `weight` and `bias` by TensorFlow's op. */
export function nativeBatchNormGradients(
  { dy, x, weight, normalizedBy, training }: NativeBatchNormGradientInputs,
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

/** Returns a view of `x` in which the frames of all clips are independent images. */
export function asImages(x: tf.Tensor5D): tf.Tensor4D {
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
