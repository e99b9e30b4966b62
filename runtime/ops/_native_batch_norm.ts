import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import {
  type BatchNormGradientInputs,
  type BatchNormParameters,
  type BatchStatistics,
  EPSILON,
} from "./_batch_norm_parameters.ts";
import { FLOAT } from "./_differentiable.ts";

/** {@linkcode BatchNormParameters} with the momentum. */
export interface NativeParameters extends BatchNormParameters {
  readonly momentum: number;
}

/** Computes the statistics of `x` by cuDNN. */
export function nativeStatistics(
  x: tf.Tensor5D,
  { weight, bias, runningMean, runningVariance, momentum, epsilon = EPSILON }: NativeParameters,
): BatchStatistics {
  const [value, ...statistics] = nativeOp(
    "FusedBatchNormV3",
    [
      ...ATTRIBUTES,
      attr.float("epsilon", epsilon),
      attr.float("exponential_avg_factor", momentum),
    ],
    [asImages(x), weight, bias, runningMean, runningVariance],
    6,
  );
  value.dispose();
  // "Inverted variance in the cuDNN case" in the documentation of the op is 1 / deviation.
  const [updatedMean, updatedVariance, mean, inverseDeviation, reserve] = statistics as [
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor,
  ];
  return {
    runningMean: updatedMean,
    runningVariance: updatedVariance,
    normalizedBy: [mean, inverseDeviation, reserve],
  };
}

/** Computes the gradients of `x`, `weight` and `bias` in training by cuDNN. */
export function nativeGradients(
  { dy, x, weight, normalizedBy }: BatchNormGradientInputs,
): [x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor] {
  const [xGradient, weightGradient, biasGradient] = nativeOp(
    "FusedBatchNormGradV3",
    // The op reads the deviations of the forward pass, not this one.
    [...ATTRIBUTES, attr.float("epsilon", EPSILON)],
    [asImages(dy), asImages(x), weight, ...normalizedBy],
    5,
  );
  return [tf.reshape(xGradient, x.shape), weightGradient, biasGradient];
}

/** Returns a view of `x` in which the frames of all clips are independent images. */
export function asImages(x: tf.Tensor5D): tf.Tensor4D {
  const [batch, frames, height, width, channels] = x.shape;
  return tf.reshape(x, [batch * frames, height, width, channels]);
}

const ATTRIBUTES: readonly OpAttribute[] = [
  FLOAT,
  attr.type("U", "float32"),
  attr.string("data_format", "NHWC"),
  attr.bool("is_training", true),
];
