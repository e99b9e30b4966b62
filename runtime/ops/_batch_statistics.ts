import type { Exchange } from "../collectives/_exchange.ts";
import { device } from "../device.ts";
import { tf } from "../tfjs.ts";
import { withoutTape } from "../without_tape.ts";
import {
  type BatchNormParameters,
  type BatchStatistics,
  EPSILON,
  type NormalizedBy,
} from "./_batch_norm_parameters.ts";
import { collectiveGather } from "./_collective_gather.ts";
import { asImages, nativeStatistics } from "./_native_batch_norm.ts";
import { sumsAround } from "./_staged_sums.ts";

/** Share of a batch's statistics in the updated ones: PyTorch's default. */
const MOMENTUM = 0.1;

/**
 * Computes what to normalize `x` [batch, frames, height, width, channels] by, and the running
 * statistics. No gradient passes.
 */
export function batchStatistics(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  training: boolean,
): BatchStatistics {
  return withoutTape(() => {
    if (!training) return runningStatistics(parameters);
    return usesNativeBatchNorm(parameters)
      ? nativeStatistics(x, { ...parameters, momentum: parameters.momentum ?? MOMENTUM })
      : stagedStatistics(x, parameters);
  });
}

/**
 * Whether TensorFlow's own batch norm is used in training: cuDNN's on a GPU, for the batch of one
 * worker. That on the processor adds up in float32 one value after another, which for a million
 * values is 1e-4 to 1e-2 off.
 */
export function usesNativeBatchNorm(
  { exchange }: Pick<BatchNormParameters, "exchange">,
): boolean {
  return device().kind === "gpu" && exchange === undefined;
}

function runningStatistics(
  { runningMean, runningVariance, epsilon }: BatchNormParameters,
): BatchStatistics {
  const normalizedBy: NormalizedBy = [runningMean, inverseDeviationOf(runningVariance, epsilon)];
  return { runningMean, runningVariance, normalizedBy };
}

function stagedStatistics(
  x: tf.Tensor5D,
  { runningMean, runningVariance, momentum = MOMENTUM, epsilon, exchange }: BatchNormParameters,
): BatchStatistics {
  const rows = x.size / x.shape[4] * (exchange?.group.size ?? 1);
  const own = batchMoments(x);
  const { mean, variance } = exchange === undefined ? own : jointMoments(own, exchange);
  const unbiased = tf.mul<tf.Tensor1D>(variance, rows / Math.max(1, rows - 1));
  return {
    runningMean: mixed(runningMean, mean, momentum),
    runningVariance: mixed(runningVariance, unbiased, momentum),
    normalizedBy: [mean, inverseDeviationOf(variance, epsilon)],
  };
}

function inverseDeviationOf(variance: tf.Tensor1D, epsilon = EPSILON): tf.Tensor1D {
  // TensorFlow's `Rsqrt` is off in the last digits.
  return tf.div(1, tf.sqrt(tf.add(variance, epsilon)));
}

/** Computes (1 - share) · before + share · batch. */
function mixed(before: tf.Tensor1D, batch: tf.Tensor1D, share: number): tf.Tensor1D {
  return tf.add(tf.mul(before, 1 - share), tf.mul(batch, share));
}

/** Mean and biased variance [channels]. */
interface Moments {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/** Computes the moments of the batches of all workers together. */
function jointMoments({ mean, variance }: Moments, exchange: Exchange): Moments {
  const all = collectiveGather(tf.stack([tf.stack([mean, variance])]), exchange);
  const [means, variances] = tf.unstack(all, 1) as [tf.Tensor2D, tf.Tensor2D];
  const jointMean = tf.mean<tf.Tensor1D>(means, 0);
  const between = tf.mean(tf.square(tf.sub(means, jointMean)), 0);
  return { mean: jointMean, variance: tf.add(tf.mean(variances, 0), between) };
}

function batchMoments(x: tf.Tensor5D): Moments {
  const rows = x.size / x.shape[4];
  // Around a value near the mean, sums of squares lose nothing by cancellation.
  const center = meanOfMiddleRows(x);
  const [sum, squares] = sumsAround(x, center);
  const shift = tf.div<tf.Tensor1D>(sum, rows);
  const mean = tf.add<tf.Tensor1D>(center, shift);
  // Rounding may leave a variance of zero slightly negative.
  const variance = tf.relu<tf.Tensor1D>(tf.sub(tf.div(squares, rows), tf.square(shift)));
  return { mean, variance };
}

/** Computes the mean over the middle row of each frame. */
function meanOfMiddleRows(x: tf.Tensor5D): tf.Tensor1D {
  const images = asImages(x);
  const [count, height, width, channels] = images.shape;
  const rows = tf.slice(images, [0, height >> 1, 0, 0], [count, 1, width, channels]);
  return tf.mean(tf.reshape(rows, [count * width, channels]), 0);
}
